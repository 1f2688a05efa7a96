// What holds on a node: each setting with where it comes from, what the files say by now, and where it differs.
import { at, el, row, show, table } from './page.js';
import { ask } from './api.js';
import { choices } from './scripts.js';
import { state } from './model.js';

let known = [];

const path = (name) => `api/v1/settings?node=${encodeURIComponent(name)}`;

/** What is each node's own by nature. */
const OWN = ['[node] name', '[cluster] node address'];

const named = (each) => `[${each.section}] ${each.key}`;

export async function drawSettings() {
  const name = choices('settings-of');
  const answer = await ask(name ? path(name) : 'api/v1/settings');
  known = answer.settings.map((each) => ({ ...each, name: named(each), others: 'here' in each && !OWN.includes(named(each)) ? [[state.view?.self, each.here]] : [] }));
  drawChosen();
  if (name === state.view?.self) await compare();
}

/** The other nodes' values, where they are not this one's; who does not answer is told. */
async function compare() {
  const silent = [];
  await Promise.all(state.view.nodes.filter((each) => !each.self).map(async (each) => {
    try {
      for (const other of (await ask(path(each.name))).settings.filter((one) => 'here' in one && !OWN.includes(named(one)))) known.find((one) => one.name === named(other))?.others.push([each.name, other.value]);
    } catch {
      silent.push(each.name);
    }
  }));
  at('compared').textContent = silent.length ? `${silent.join(', ')} did not answer` : '';
  drawChosen();
}

/** Those that match, the differing first. */
export function drawChosen() {
  const word = at('setting').value.toLowerCase();
  const only = at('only-own').checked;
  const found = known.filter((each) => `${each.name} ${each.value} ${each.meaning}`.toLowerCase().includes(word)).filter((each) => !only || !each.default || each.others.length > 0 || 'in_files' in each);
  found.sort((one, other) => Math.sign(other.others.length) - Math.sign(one.others.length));
  show('settings', null, table('Settings', ['Setting', 'Value', 'From', 'Remarks'], found.map((each) => row(el('code', {}, each.name), el('td', {}, el('code', {}, String(each.value ?? ''))), each.origin || 'default', el('td', {},
    each.others.map(([name, value]) => el('p', {}, el('span', { class: 'tag warn' }, 'differs'), ` ${name}: `, el('code', {}, String(value) || 'nothing'))),
    'in_files' in each ? el('p', {}, el('span', { class: 'tag warn' }, 'from the next start'), ' ', el('code', {}, String(each.in_files) || 'the default')) : null,
    el('span', { class: 'dim' }, each.meaning)))), known.length === 0 ? 'this agent tells no settings' : 'nothing matches'));
}
