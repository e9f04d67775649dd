// Reads the sandbox's events and hands them on. The browser comes back by itself after a break, and says how far it had read.

import { addConversations, clearConversations, onChoose } from './conversations.js';
import { showFaults } from './faults.js';
import { addMessages, chooseMessages, clearMessages } from './messages.js';
import { showQuotas } from './quotas.js';
import { addRequests, clearRequests } from './requests.js';

const link = document.getElementById('link');

document.getElementById('address').textContent = location.host;
onChoose(chooseMessages);
follow();

function follow() {
  const events = new EventSource('/_sandbox/page/events');
  events.addEventListener('open', () => say('live', 'Live'));
  events.addEventListener('message', event => take(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    say('lost', 'The sandbox does not answer. Trying again…');
    // An answer that is no stream ends it for good.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(follow, 2000);
    }
  });
}

function take({ rows, state }) {
  if (rows.isAnew) {
    clearMessages();
    clearRequests();
    clearConversations();
  }

  addConversations(rows.conversations, rows.messages);
  addMessages(rows.messages, !rows.isAnew);
  addRequests(rows.requests);
  showFaults(state);
  showQuotas(state);
}

function say(state, words) {
  if (link.dataset.state !== state) {
    link.dataset.state = state;
    link.textContent = words;
  }
}
