
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const body = document.querySelector('tbody');
  if (!body) { return; }

  const pageSize = 200;
  const printSize = 2000;
  const numbers = new Set(['length', 'seconds', 'attempts', 'started']);
  const order = ['Unknown', 'Failed', 'Rejected', 'Unfit', 'Cancelled', 'Sending', 'Queued', 'Skipped', 'Sent', 'Fit'];
  const at = {};
  const shared = data.columns.map((column, place) => {
    at[column.replace('*', '')] = place;
    return column.endsWith('*');
  });
  const rows = data.rows;
  for (const row of rows) {
    shared.forEach((isShared, place) => { if (isShared) { row[place] = data.texts[row[place]]; } });
  }

  const view = { words: [], states: new Set(), key: null, down: false, page: 0, found: rows };
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const pager = document.querySelector('.pager');
  const places = new Map(rows.map((row, place) => [row, place]));
  // What is looked through, made when somebody looks for the first time.
  let haystacks = null;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  };

  const count = number => number.toLocaleString('en-US');

  const size = bytes => {
    if (bytes < 1024) { return `${bytes} B`; }
    let unit = -1;
    let number = bytes;
    do { number /= 1024; unit++; } while (number >= 1024 && unit < 2);
    return `${number.toFixed(1)} ${['KB', 'MB', 'GB'][unit]}`;
  };

  const time = seconds => !seconds ? '' : seconds < 10 ? `${+seconds.toFixed(2)} s` : seconds < 60 ? `${Math.round(seconds)} s`
    : seconds < 3600 ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s` : `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;

  const cells = row => {
    const line = element('tr');
    const name = element('th');
    name.scope = 'row';
    name.append(element('span', row[at.folder], 'folder'), ` ${row[at.name]}`);
    if (row[at.sha256] || row[at.messageId]) {
      const more = element('details');
      const list = element('dl');
      for (const [title, value] of [['SHA-256', row[at.sha256]], ['Message', row[at.messageId]], ['Begun', row[at.started] === null ? '' : `${row[at.started]} s after the first`]]) {
        if (value) { list.append(element('dt', title), element('dd', value)); }
      }
      more.append(element('summary', 'Proof'), list);
      name.append(more);
    }
    const state = element('td');
    state.append(element('span', row[at.state], `badge b-${row[at.state]}`));
    line.append(name, element('td', size(row[at.length]), 'n'), state, element('td', row[at.where], 'id'), element('td', row[at.route]),
      element('td', time(row[at.seconds]), 'n'), element('td', row[at.attempts] ? count(row[at.attempts]) : '', 'n'), element('td', row[at.reason], 'why'));
    return line;
  };

  const draw = most => {
    const first = view.page * pageSize;
    body.replaceChildren(...view.found.slice(first, first + (most ?? pageSize)).map(cells));
    const pages = Math.max(1, Math.ceil(view.found.length / pageSize));
    found.textContent = view.found.length === rows.length ? `${count(rows.length)} ${rows.length === 1 ? 'file' : 'files'}` : `${count(view.found.length)} of ${count(rows.length)} files`;
    pager.hidden = pages === 1;
    pager.querySelector('span').textContent = `Page ${count(view.page + 1)} of ${count(pages)}`;
    const [back, on] = pager.querySelectorAll('button');
    back.disabled = view.page === 0;
    on.disabled = view.page >= pages - 1;
  };

  const sorted = list => {
    const place = at[view.key];
    const sign = view.down ? -1 : 1;
    const compare = view.key === null ? (a, b) => order.indexOf(a[at.state]) - order.indexOf(b[at.state])
      : numbers.has(view.key) ? (a, b) => sign * (a[place] - b[place])
      : view.key === 'state' ? (a, b) => sign * (order.indexOf(a[place]) - order.indexOf(b[place]))
      : (a, b) => sign * (a[place] < b[place] ? -1 : a[place] > b[place] ? 1 : 0);
    return list.sort((a, b) => compare(a, b) || places.get(a) - places.get(b));
  };

  const look = () => {
    if (view.words.length > 0) {
      haystacks ??= rows.map(row => [row[at.folder], row[at.name], row[at.where], row[at.route], row[at.errorId], row[at.reason], row[at.sha256], row[at.messageId]].join('\n').toLowerCase());
    }
    view.found = sorted(rows.filter((row, place) => (view.states.size === 0 || view.states.has(row[at.state])) && view.words.every(word => haystacks[place].includes(word))));
    view.page = 0;
    draw();
  };

  for (const head of document.querySelectorAll('thead th')) {
    const button = element('button', head.textContent);
    button.type = 'button';
    button.addEventListener('click', () => {
      view.down = view.key === head.dataset.key && !view.down;
      view.key = head.dataset.key;
      for (const other of document.querySelectorAll('thead th')) { other.removeAttribute('aria-sort'); }
      head.setAttribute('aria-sort', view.down ? 'descending' : 'ascending');
      look();
    });
    head.replaceChildren(button);
  }

  for (const button of document.querySelectorAll('button.state')) {
    button.addEventListener('click', () => {
      const state = button.dataset.state;
      if (!view.states.delete(state)) { view.states.add(state); }
      button.setAttribute('aria-pressed', String(view.states.has(state)));
      look();
    });
  }

  let waiting = 0;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      view.words = search.value.toLowerCase().split(/\s+/).filter(word => word);
      look();
    }, rows.length > 5000 ? 200 : 0);
  });
  search.form.addEventListener('submit', event => event.preventDefault());
  search.form.hidden = false;
  document.getElementById('static')?.remove();

  const step = (name, by) => {
    const button = element('button', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      view.page += by;
      draw();
      document.getElementById('files').scrollIntoView();
    });
    return button;
  };
  pager.append(step('Back', -1), element('span'), step('On', 1));
  addEventListener('beforeprint', () => { view.page = 0; draw(printSize); });
  addEventListener('afterprint', () => draw());
  look();
})();
