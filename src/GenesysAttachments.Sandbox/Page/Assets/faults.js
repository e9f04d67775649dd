// Faults to switch on and off, and those that scripts have set.

import { count, make, plainName } from './words.js';

const presets = [
  { name: 'Storage is busy', says: '503 to an upload', fault: { method: 'PUT', path: '/gc-attachments/*', status: 503 } },
  { name: 'Upload breaks off', says: 'the connection is reset after 1,000 bytes', fault: { method: 'PUT', path: '/gc-attachments/*', resetAfterBytes: 1000 } },
  { name: 'Upload URL is refused', says: '403 from the storage', fault: { method: 'PUT', path: '/gc-attachments/*', status: 403 } },
  { name: 'Too many requests', says: '429, come back in 2 seconds', fault: { path: '/api/*', status: 429, headers: { 'Retry-After': '2' } } },
  { name: 'The org is slow', says: 'each answer takes 2 seconds more', fault: { path: '/api/*', delayMs: 2000 } },
  { name: 'A gateway answers', says: '502 with a page of HTML', fault: { path: '/api/*', status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' } },
  { name: 'The answer to a message is lost', says: 'it is taken, and the connection broken', fault: { method: 'POST', path: '*/messages', acceptThenDrop: true } },
  { name: 'Delivery fails later', says: 'a message is queued, then refused by its channel', fault: { method: 'POST', path: '*/messages', thenStatus: 'delivery-failed', reason: 'MediaTypeNotAllowed' } },
  { name: 'Signing in fails', says: '401 to the client and its secret', fault: { method: 'POST', path: '/oauth/token', status: 401 } },
  { name: 'A guest’s socket breaks', says: 'at its next message', fault: { frameClass: 'onMessage', dropSocket: true } },
];

const times = document.getElementById('times');
const summary = document.getElementById('fault-count');
const others = document.getElementById('others');
const othersTitle = document.getElementById('others-title');

const switches = presets.map((preset, index) => {
  const left = make('span', { className: 'left' });
  const button = make('button', { type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-describedby': `preset-${index}` }, preset.name);
  const row = make('li', {}, button, make('span', { className: 'says', id: `preset-${index}` }, preset.says, ' ', left));
  button.addEventListener('click', () => turn(button, preset));
  document.getElementById('presets').append(row);
  return { preset, button, left, ids: [] };
});

/** Shows what is on. */
export function showFaults(state) {
  const unknown = [...state.faults];
  for (const known of switches) {
    const on = state.faults.filter(entry => isOf(entry.fault, known.preset.fault));
    known.ids = on.map(entry => entry.id);
    known.button.setAttribute('aria-checked', `${on.length > 0}`);
    known.left.textContent = on.length > 0 ? `(${remaining(on[0].fault)})` : '';
    on.forEach(entry => unknown.splice(unknown.indexOf(entry), 1));
  }

  const total = state.faults.length + state.moreFaults;
  summary.textContent = total === 0 ? 'none on' : `${total} on`;
  summary.dataset.state = total === 0 ? '' : 'on';
  othersTitle.hidden = unknown.length === 0;
  showOthers(unknown);
}

// Those that are there stay as they are: a button that has the focus keeps it.
function showOthers(entries) {
  const rows = new Map([...others.children].map(row => [row.dataset.id, row]));
  for (const entry of entries) {
    const row = rows.get(`${entry.id}`) ?? newRow(entry);
    row.firstChild.textContent = `${describe(entry.fault)} (${remaining(entry.fault)})`;
    rows.delete(`${entry.id}`);
  }

  rows.forEach(row => row.remove());
}

function newRow(entry) {
  const off = make('button', { type: 'button' }, 'Switch off');
  const words = make('span', { id: `fault-${entry.id}` });
  off.setAttribute('aria-describedby', words.id);
  off.addEventListener('click', () => remove([entry.id]));
  const row = make('li', { 'data-id': `${entry.id}` }, words, off);
  others.append(row);
  return row;
}

async function turn(button, preset) {
  const known = switches.find(entry => entry.preset === preset);
  if (known.ids.length > 0) {
    await remove(known.ids);
  } else {
    await fetch('/_sandbox/faults', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...preset.fault, times: Number(times.value) }) });
  }
}

function remove(ids) {
  return Promise.all(ids.map(id => fetch(`/_sandbox/faults/${id}`, { method: 'DELETE' })));
}

const remaining = fault => (fault.times < 0 ? 'until switched off' : count(fault.times, 'time', 'times') + ' more');

// The same in everything but how often.
function isOf(fault, wanted) {
  const names = new Set([...Object.keys(fault), ...Object.keys(wanted)]);
  names.delete('times');
  return [...names].every(name => JSON.stringify(fault[name] || null) === JSON.stringify(wanted[name] || null));
}

function describe(fault) {
  const { times: ignored, ...rest } = fault;
  const facts = Object.entries(rest).filter(([, value]) => value !== null && value !== false);
  return plainName(facts.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ')).slice(0, 300);
}
