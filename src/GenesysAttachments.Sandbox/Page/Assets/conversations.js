// The conversations, to choose whose messages are shown. The newest hundred are listed; the rest is found by id.

import { make, shortId } from './words.js';

const listed = 100;
const keep = 10000;
const choices = document.getElementById('choices');
const find = document.getElementById('find');
const total = document.getElementById('conversation-count');

const known = new Map(); // By id, oldest first.
const rows = new Map();
let chosen = '';
let choose = () => {};

/** Says whom to tell the id of the conversation that is chosen; empty for all. */
export function onChoose(listener) {
  choose = listener;
}

/** Takes in conversations as they changed, and messages as they arrived. */
export function addConversations(conversations, messages) {
  for (const { id, state } of conversations) {
    entry(id).state = state;
  }

  for (const message of messages) {
    entry(message.conversationId).messages++;
  }

  for (const id of known.keys()) {
    if (known.size <= keep) {
      break;
    }

    known.delete(id);
  }

  show();
}

export function clearConversations() {
  known.clear();
  show();
}

find.addEventListener('input', show);

function entry(id) {
  if (!known.has(id)) {
    known.set(id, { id, state: '', messages: 0 });
  }

  return known.get(id);
}

function show() {
  const words = find.value.trim().toLowerCase();
  const found = [];
  const newest = [...known.values()].reverse();
  for (const conversation of newest) {
    if (found.length < listed && (conversation.id.includes(words) || conversation.id === chosen)) {
      found.push(conversation);
    }
  }

  total.textContent = known.size > found.length ? `${found.length} of ${known.size.toLocaleString('en')}` : `${known.size}`;
  const wanted = [{ id: '', state: '', messages: newest.reduce((sum, conversation) => sum + conversation.messages, 0) }, ...found];
  const stays = new Set(wanted.map(conversation => conversation.id));
  if (!stays.has(chosen)) {
    pick('');
  }

  for (const [id, row] of rows) {
    if (!stays.has(id)) {
      row.remove();
      rows.delete(id);
    }
  }

  let before = choices.querySelector('label');
  for (const conversation of wanted) {
    const row = rows.get(conversation.id) ?? draw(conversation.id);
    if (row === before) {
      before = row.nextElementSibling;
    } else if (!row.isConnected) {
      choices.insertBefore(row, before);
    }

    row.querySelector('.state').textContent = conversation.state === 'connected' ? '' : conversation.state;
    row.querySelector('.facts').replaceChildren(...tally(conversation.messages));
  }
}

const tally = messages => [messages.toLocaleString('en'), make('span', { className: 'unseen' }, messages === 1 ? ' message' : ' messages')];

function draw(id) {
  const input = make('input', { type: 'radio', name: 'conversation', value: id, checked: id === chosen });
  input.addEventListener('change', () => pick(id));
  const words = id === '' ? make('span', { className: 'name' }, 'All') : make('span', { className: 'name id', title: id }, shortId(id));
  const row = make('label', {}, input, words, make('span', { className: 'state' }), make('span', { className: 'facts' }));
  rows.set(id, row);
  return row;
}

function pick(id) {
  chosen = id;
  const input = rows.get(id)?.querySelector('input');
  if (input) {
    input.checked = true;
  }

  choose(id);
}
