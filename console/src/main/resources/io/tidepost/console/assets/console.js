'use strict';
// Theme, menu, keys, copying, and the two streams. Everything else the server renders.

const root = document.documentElement;

function applyTheme(theme) {
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
}
try { applyTheme(localStorage.getItem('theme')); } catch (e) { /* storage is switched off: the system's theme counts */ }

document.addEventListener('DOMContentLoaded', () => {
  const on = (id, event, action) => {
    const element = document.getElementById(id);
    if (element) element.addEventListener(event, action);
  };

  on('theme', 'click', () => {
    const dark = root.dataset.theme === 'dark'
      || (!root.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
    const next = dark ? 'light' : 'dark';
    applyTheme(next);
    try { localStorage.setItem('theme', next); } catch (e) { /* counts until the page is left */ }
  });

  on('menu-button', 'click', (event) => {
    const open = document.getElementById('side').classList.toggle('open');
    event.currentTarget.setAttribute('aria-expanded', String(open));
  });

  document.querySelectorAll('[data-copy]').forEach((button) => {
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      const before = button.textContent;
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = before; }, 1500);
    });
  });

  let waiting = '';
  const places = { h: '/', t: '/topics', g: '/groups', s: '/schemas', c: '/cluster', a: '/access', x: '/transactions', l: '/lineage' };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (waiting === 'g' && places[event.key]) { location.assign(places[event.key]); return; }
    waiting = event.key;
    if (event.key === '/') {
      const search = document.querySelector('input[type=search]');
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  const rate = document.getElementById('rate');
  if (rate) watchRate(rate);
  const tail = document.getElementById('tail');
  if (tail) on('tail-button', 'click', (event) => toggleTail(tail, event.currentTarget));
});

function watchRate(rate) {
  const line = document.getElementById('rate-line');
  const seen = [];
  const stream = new EventSource('/live');
  stream.addEventListener('records', (event) => {
    const value = Number(event.data);
    rate.textContent = value.toLocaleString('en');
    seen.push(value);
    if (seen.length > 120) seen.shift();
    const most = Math.max(1, ...seen);
    line.setAttribute('points', seen
      .map((v, i) => `${(i + 120 - seen.length) * 5},${60 - (v / most) * 56}`).join(' '));
  });
  addEventListener('pagehide', () => stream.close());
}

let tailStream = null;

function toggleTail(tail, button) {
  const state = document.getElementById('tail-state');
  if (tailStream) {
    tailStream.close();
    tailStream = null;
    button.textContent = 'Follow live';
    state.textContent = '';
    return;
  }
  button.textContent = 'Stop following';
  state.textContent = 'Connecting…';
  tailStream = new EventSource(tail.dataset.stream);
  tailStream.addEventListener('ready', () => { state.textContent = 'Waiting for new records…'; });
  tailStream.addEventListener('record', (event) => {
    state.textContent = 'Following.';
    tail.insertAdjacentHTML('afterbegin', event.data); // rendered and escaped by the server
    while (tail.children.length > 500) tail.lastElementChild.remove();
  });
  tailStream.addEventListener('skipped', (event) => {
    state.textContent = `Following; ${event.data} more came than can be read.`;
  });
  tailStream.addEventListener('failed', (event) => {
    state.textContent = event.data;
    tailStream.close();
    tailStream = null;
    button.textContent = 'Follow live';
  });
}
