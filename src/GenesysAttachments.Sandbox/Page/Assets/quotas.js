// What is left of the quotas that are in use, counted down between two looks of the sandbox.

import { make, shortId } from './words.js';

const list = document.getElementById('quotas');

let state = { keepsQuotas: true, quotas: [], moreQuotas: 0 };
let at = 0;

export function showQuotas(now) {
  state = now;
  at = Date.now();
  draw();
}

setInterval(draw, 1000);

function draw() {
  const passed = Math.round((Date.now() - at) / 1000);
  const running = state.quotas.filter(quota => quota.secondsLeft > passed);
  const words = !state.keepsQuotas ? 'No quota is kept.' : running.length === 0 ? 'Nothing used in this minute.' : null;
  list.replaceChildren(
    ...(words ? [make('li', {}, words)] : running.map(quota => drawOne(quota, quota.secondsLeft - passed))),
    ...(state.moreQuotas > 0 ? [make('li', {}, `and ${state.moreQuotas} more`)] : []));
}

function drawOne(quota, seconds) {
  const left = quota.allowed - quota.used;
  const who = `${quota.unit === 'frames' ? 'guest' : 'client'} ${shortId(quota.of)}`;
  return make(
    'li', { title: quota.of },
    make('span', {}, `${who}: ${left} of ${quota.allowed} ${quota.unit}`),
    make('meter', { min: 0, max: quota.allowed, low: quota.allowed / 5, optimum: quota.allowed, value: left, 'aria-label': `Quota left of ${who}` }),
    make('span', { className: 'facts' }, `${seconds} s`));
}
