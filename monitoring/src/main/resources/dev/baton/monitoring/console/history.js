// What happened on all nodes: searched by words, saved as a file.
import { at, el, plain, row, show, table, when } from './page.js';
import { ask } from './api.js';
import { details, nodeNames } from './model.js';

const MOST_ROWS = 500;
let known = { path: '', facts: [] };

export async function drawHistory() {
  const chosen = at('about-node').value;
  at('about-node').replaceChildren(...['all', ...nodeNames()].map((name) => el('option', { selected: name === chosen }, name)));
  const path = `api/v1/history?since=${at('since').value}&node=${encodeURIComponent(at('about-node').value)}`;
  at('export').href = path;
  known = { path, facts: (await ask(path)).facts };
  drawFound();
}

const line = (fact) => `${fact.time} ${fact.node} ${fact.fact} ${plain(fact.fact)} ${details(fact.fields)}`.toLowerCase();

/** The rows that have all the words. */
export function drawFound() {
  const words = at('words').value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = known.facts.filter((fact) => words.every((each) => line(fact).includes(each)));
  at('found').textContent = `${found.length} of ${known.facts.length}${found.length > MOST_ROWS ? `, the newest ${MOST_ROWS} are shown` : ''}`;
  show('history', null, table('What happened', ['Time', 'Node', 'What', 'How'], found.reverse().slice(0, MOST_ROWS).map((fact) => row(when(fact.time), fact.node, plain(fact.fact), details(fact.fields))), 'nothing'));
}
