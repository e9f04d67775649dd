// Requests and frames as they were answered.

import { LongList } from './list.js';
import { make, pathParts, plainName, plainText, size, time } from './words.js';

const keep = 5000;
const total = document.getElementById('request-count');
const wrong = document.getElementById('wrong');

let all = [];

const list = new LongList({
  scroller: document.getElementById('log'),
  list: document.getElementById('rows'),
  newer: document.getElementById('newer-requests'),
  draw,
  place(element, position, size) {
    element.setAttribute('aria-posinset', position);
    element.setAttribute('aria-setsize', size);
  },
  most: 120,
  keep,
});

wrong.addEventListener('change', () => {
  list.fill(all.filter(isWanted));
  tell();
});

export function addRequests(requests) {
  all = all.concat(requests).slice(-keep);
  list.add(requests.filter(isWanted));
  tell();
}

export function clearRequests() {
  all = [];
  list.fill(all);
  tell();
}

function isWanted(request) {
  return !wrong.checked || request.problem !== null || request.status >= 400;
}

function tell() {
  total.textContent = list.length === 0 ? '' : list.length < keep ? list.length.toLocaleString('en') : `the newest ${keep.toLocaleString('en')}`;
}

function draw(request) {
  const isFrame = request.method === 'WS';
  const outcome = request.status > 0 ? `${request.status}` : isFrame && !request.problem ? 'taken' : 'no answer';
  const state = request.status >= 400 || outcome === 'no answer' ? 'bad' : request.problem ? 'odd' : 'good';
  const facts = [isFrame ? null : `${Math.round(request.milliseconds).toLocaleString('en')} ms`, request.bodyLength > 0 ? size(request.bodyLength) : null];
  return make(
    'li', { 'data-state': state },
    make('span', { className: 'status' }, outcome),
    make('span', { className: 'method' }, isFrame ? 'frame' : plainName(request.method)),
    make('span', { className: 'target', title: plainName(request.target) }, ...pathParts(request.target)),
    make('span', { className: 'facts' }, ...facts.filter(fact => fact).flatMap(fact => [fact, ' · ']), time(request.at)),
    request.problem ? make('span', { className: 'problem', dir: 'auto' }, plainText(request.problem)) : null);
}
