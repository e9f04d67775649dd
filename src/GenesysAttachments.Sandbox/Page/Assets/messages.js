// Messages and their files, of all conversations or of one.

import { LongList } from './list.js';
import { count, kind, make, plainName, plainText, shortId, size, time } from './words.js';

const keep = 10000;
const feed = document.getElementById('feed');
const total = document.getElementById('message-count');
const empty = document.getElementById('no-messages');
const said = document.getElementById('said');

let all = [];
let chosen = '';
let unsaid = [];

const list = new LongList({
  scroller: feed,
  list: feed,
  newer: document.getElementById('newer-messages'),
  draw,
  place(element, position, size) {
    element.setAttribute('aria-posinset', position);
    element.setAttribute('aria-setsize', size);
  },
  most: 60,
  keep,
});

/** Takes in what arrived; where it is news, it is said as well. */
export function addMessages(messages, isNews) {
  all = all.concat(messages).slice(-keep);
  list.add(messages.filter(isChosen));
  tell();
  if (isNews && messages.length > 0) {
    unsaid.push(...messages);
  }
}

export function clearMessages() {
  all = [];
  unsaid = [];
  list.fill(all);
  tell();
}

/** Shows the messages of one conversation; of all where the id is empty. */
export function chooseMessages(conversationId) {
  chosen = conversationId;
  list.fill(all.filter(isChosen));
  tell();
}

// At most one sentence in two seconds: who listens to it wants to hear other things too.
setInterval(() => {
  if (unsaid.length > 0) {
    const last = unsaid[unsaid.length - 1];
    const what = last.attachments.map(file => plainName(file.name)).join(', ') || plainText(last.text ?? '').slice(0, 80);
    said.textContent = `${count(unsaid.length, 'new message', 'new messages')}, the last: ${what.slice(0, 200)}`;
    unsaid = [];
  }
}, 2000);

function isChosen(message) {
  return chosen === '' || message.conversationId === chosen;
}

function tell() {
  total.textContent = list.length === 0 ? '' : list.length < keep ? list.length.toLocaleString('en') : `the newest ${keep.toLocaleString('en')}`;
  empty.hidden = list.length > 0;
  feed.hidden = list.length === 0;
}

function draw(message) {
  const names = message.attachments.map(file => plainName(file.name)).join(', ');
  return make(
    'article', { 'aria-label': `${message.route}: ${names || 'text'}`, tabIndex: -1 },
    make('p', { className: 'head' },
      make('span', { className: 'route' }, message.route),
      make('span', { className: 'id', title: message.conversationId }, message.conversationId ? shortId(message.conversationId) : 'no conversation'),
      time(message.at)),
    message.text ? make('p', { className: 'text', dir: 'auto' }, plainText(message.text)) : null,
    message.attachments.length > 0 ? make('ul', { className: 'files' }, ...message.attachments.map(drawFile)) : null);
}

function drawFile(file) {
  const name = plainName(file.name);
  const address = `/_sandbox/page/files/${encodeURIComponent(file.id)}`;
  const title = file.isKept
    ? make('a', { href: `${address}?download`, download: '' }, make('bdi', {}, name))
    : make('bdi', {}, name);
  return make(
    'li', {},
    file.isPicture ? drawPicture(address, name) : drawIcon(name),
    make('p', { className: 'file' },
      make('span', { className: 'name' }, title),
      make('span', { className: 'facts' }, `${size(file.size)} · ${plainName(file.contentType)}${file.isKept ? '' : ' · no longer kept'}`),
      make('span', { className: 'hash' }, `SHA-256 ${file.sha256}`)));
}

function drawPicture(address, name) {
  const picture = make('img', { alt: `Picture ${name}`, loading: 'lazy', decoding: 'async', src: address });
  const link = make('a', { className: 'picture', href: address, target: '_blank', rel: 'noopener' }, picture);
  // Older ones give way in the sandbox too, and a head does not make a picture.
  picture.addEventListener('error', () => link.replaceWith(drawIcon(name)));
  return link;
}

function drawIcon(name) {
  return make('span', { className: 'icon', 'aria-hidden': 'true', 'data-kind': kind(name) }, kind(name));
}
