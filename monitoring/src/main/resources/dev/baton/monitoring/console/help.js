// Runbooks, meters and the API, all from the agent itself: they are of its version, and need no internet.
import { el, row, show, table } from './page.js';
import { ask, text } from './api.js';
import { state } from './model.js';
import { markdown } from './markdown.js';

let loaded = false;

export async function drawHelp() {
  if (state.about) {
    show('runbook', null, el('p', {}, el('a', { href: '#help' }, 'All runbooks')), el('article', {}, markdown(await text(`api/v1/runbooks/${encodeURIComponent(state.about)}`))));
    return;
  }
  show('runbook', null);
  if (loaded) return;
  const index = await text('api/v1/runbooks');
  const rows = [...index.matchAll(/^\| \[(\w+)\]\(\w+\.md\) \| (\w+) \| (.*) \|$/gm)];
  show('runbooks', null, table('Runbooks', ['Alert', 'Severity', 'What it means'], rows.map(([, name, severity, words]) => row(el('a', { href: `#help/${name}`, 'data-row': true }, name), severity, words.replace(/`/g, '')))));
  await drawMeters();
  await drawApi();
  loaded = true;
}

async function drawMeters() {
  const { meters } = await ask('api/v1/meters');
  show('meters', null, table('Meters', ['Name', 'Type', 'Unit', 'Meaning'], meters.map((each) => row(el('code', {}, each.name), each.type, each.unit, each.meaning))));
}

async function drawApi() {
  try {
    const { paths } = await ask('api/v1/openapi.json');
    show('api', null, table('API', ['Path', 'Method', 'What'], Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).filter(([, each]) => each.summary)
      .map(([method, each]) => row(el('code', {}, path), method.toUpperCase(), each.summary)))));
  } catch (lost) {
    show('api', null, el('p', { class: 'dim' }, lost.message));
  }
}
