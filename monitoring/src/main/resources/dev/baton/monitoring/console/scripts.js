// Scripts of a node: enabled or not, what came of each at its last event, and what it printed.
import { ago, at, el, output, plain, row, seconds, show, table, word } from './page.js';
import { ask } from './api.js';
import { action, scriptAction } from './actions.js';
import { nodeNames, state } from './model.js';

/** The nodes to choose from; the one that answers is the first choice. */
export function choices(id) {
  const chosen = at(id).value || state.about || state.view?.self || '';
  at(id).replaceChildren(...nodeNames().map((name) => el('option', { selected: name === chosen }, name)));
  return at(id).value || chosen;
}

export async function drawScripts() {
  const name = choices('scripts-of');
  const { scripts = [], events = [] } = await ask(`api/v1/scripts${name ? `?node=${encodeURIComponent(name)}` : ''}`);
  const results = events.flatMap((event) => event.scripts.map((script) => ({ event: event.event, ended: event.ended, ...script })));
  const listed = scripts.map((each) => ({ name: each.script ?? each.name, enabled: each.enabled }));
  for (const each of results) if (!listed.some((one) => one.name === each.script)) listed.push({ name: each.script, enabled: each.status !== 'disabled' });
  listed.sort((one, other) => (one.name < other.name ? -1 : 1));
  const isHere = name === state.view?.self;
  show('scripts', null, table(`Scripts of ${name}`, ['Script', 'State', 'Last results', 'Change'], listed.map((each) => {
    const mine = results.filter((one) => one.script === each.name);
    return row(each.name, word(each.enabled ? 'enabled' : 'disabled', each.enabled ? 'good' : 'dim'), el('td', {}, mine.length ? mine.map(told) : el('span', { class: 'dim' }, 'has not run')),
      isHere ? action(scriptAction(each.name, each.enabled, name)) : el('span', { class: 'dim' }, `on ${name}: baton script ${each.enabled ? 'disable' : 'enable'} ${each.name}`));
  }), 'no script has run'));
  show('sequences', null, table(`Events of ${name}`, ['Event', 'Result', 'About', 'Took', 'Ended', 'Detail'], events.map((each) => row(each.event, word(plain(each.status), each.status === 'ok' ? 'good' : 'bad'),
    each.arguments ?? '', seconds(each.took_seconds), ago(each.ended), each.detail ?? '')), 'no event has ended'));
}

/** What it printed is shown where it failed, and kept shut where it did not. */
function told(each) {
  const good = each.status === 'ok';
  const words = `${each.output ?? ''}${each.remark ?? ''}`;
  const summary = [el('span', { class: `tag ${good ? 'good' : each.status === 'disabled' ? 'dim' : 'bad'}` }, plain(each.status)), ` ${each.event}, ${good ? '' : `exit ${each.code}, `}${seconds(each.took_seconds)}, ${ago(each.ended)}`];
  return words.trim() === '' ? el('p', {}, summary) : el('details', { open: !good }, el('summary', {}, summary), output(words));
}
