// What the page knows: the newest view, the facts of all nodes, and what they mean.
import { ask } from './api.js';

const MOST_FACTS = 5000;

/** Reports of two nodes about a hand-over may differ in age by as much. */
const DOUBT_MS = 2000;

export const state = { view: null, facts: new Map(), heard: 0, chosen: null, page: 'now', about: '', find: '', zoom: 30, learned: 0 };

const suspected = new Map();

/** An address that two nodes report is held twice when they still do after a while; before, it changes hands. */
export function weigh(view) {
  const now = Date.now();
  for (const ip of suspected.keys()) if (!view.addresses.some((each) => each.ip === ip && each.state === 'held twice')) suspected.delete(ip);
  for (const each of view.addresses.filter((one) => one.state === 'held twice')) {
    if (!suspected.has(each.ip)) suspected.set(each.ip, now);
    if (now - suspected.get(each.ip) < DOUBT_MS) each.state = 'changing hands';
  }
  const isDoubted = (problem) => view.addresses.some((each) => each.state === 'changing hands' && problem.what === `${each.ip} is held twice`);
  return { ...view, problems: view.problems.filter((each) => !isDoubted(each)), doubted: view.addresses.some((each) => each.state === 'changing hands') };
}

export const node = (name) => state.view?.nodes.find((each) => each.name === name);
export const address = (ip) => state.view?.addresses.find((each) => each.ip === ip);
export const nodeNames = () => (state.view ? state.view.nodes.map((each) => each.name) : []);

const LESS = ['DISABLED', 'PARTIALLY ONLINE', 'STOPPED'];

export const nodeClass = (each) => (each.state === 'OK' ? 'good' : LESS.includes(each.state) ? 'warn' : 'bad');

/** One word for the tab, the lamp and the top of the page. */
export function summary(view) {
  const twice = view.addresses.filter((each) => each.state === 'held twice').length;
  const without = view.addresses.filter((each) => each.state === 'unserved').length;
  if (twice > 0) return { word: `${twice} HELD TWICE`, lamp: 'bad' };
  if (!view.majority) return { word: 'NO MAJORITY', lamp: 'bad' };
  if (without > 0) return { word: `${without} NOT SERVED`, lamp: 'bad' };
  if (view.nodes.length === 0) return { word: 'NO NODES', lamp: 'unknown' };
  if (view.leader === '') return { word: 'NO LEADER', lamp: 'bad' };
  return { word: view.addresses.length === 0 ? 'NO ADDRESSES' : 'ALL SERVED', lamp: view.problems.length > 0 ? 'warn' : 'good' };
}

export const holders = (each) => state.view.nodes.filter((one) => one.holds.includes(each.ip)).map((one) => one.name);

/** What a node is to an address: sign, class, and words for who cannot see either. */
export function place(one, each) {
  const holds = one.holds.includes(each.ip) || each.node === one.name;
  if (holds && each.state === 'held twice') return ['2×', 'twice', 'held twice'];
  if (holds && each.state !== 'serving') return ['…', 'moving', each.state];
  if (holds) return ['■', 'hosted', 'serves'];
  return each.available_on.includes(one.name) ? ['○', 'may', 'may serve'] : ['–', 'not', 'may not serve'];
}

/** What is said aloud when one view follows another: at most three sentences. */
export function news(before, after) {
  const told = [];
  for (const each of after.nodes) {
    const was = before.nodes.find((one) => one.name === each.name);
    if (was && was.state !== each.state) told.push(`${each.name} is ${each.state}`);
  }
  for (const each of after.addresses) {
    const was = before.addresses.find((one) => one.ip === each.ip);
    if (was && (was.node !== each.node || was.state !== each.state)) told.push(`${each.ip} ${each.state === 'serving' ? `is served by ${each.node}` : `is ${each.state}`}`);
  }
  return told.length > 3 ? [...told.slice(0, 3), `and ${told.length - 3} more changes`] : told;
}

export function remember(fact) {
  state.facts.set(`${fact.pnn}.${fact.incarnation}.${fact.id}`, fact);
  if (state.facts.size > MOST_FACTS) state.facts.delete(state.facts.keys().next().value);
}

export function lastFact(is) {
  let found = null;
  for (const fact of state.facts.values()) if (is(fact) && (!found || fact.time >= found.time)) found = fact;
  return found;
}

export const sorted = () => [...state.facts.values()].sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : one.id - other.id));

let learning = false;

/** What happened since, of all nodes; one question at a time. */
export async function learn(draw) {
  if (learning) return;
  learning = true;
  try {
    const whole = state.learned < state.zoom;
    const since = whole ? `${state.zoom}m` : '60s';
    (await ask(`api/v1/history?since=${since}`)).facts.forEach(remember);
    if (whole) state.learned = state.zoom;
    draw();
  } finally {
    setTimeout(() => { learning = false; }, 1000);
  }
}

export const details = (fields) => Object.entries(fields).filter(([, value]) => value !== '').map(([key, value]) => `${key}=${value}`).join(' ');
