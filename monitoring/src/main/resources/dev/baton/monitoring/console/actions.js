// Buttons that change something. Each has the command it stands for beside it; each asks, and says before what it disturbs.
import { at, command, el, problem, tell } from './page.js';
import { call, mayOperate, session, signIn, signOut } from './api.js';
import { address, node, state } from './model.js';

const quoted = (words) => (/^[A-Za-z0-9._:/-]+$/.test(words) ? words : `'${words.replace(/'/g, "'\\''")}'`);

/** A button with its command. */
export function action(each) {
  const off = !mayOperate();
  return el('span', { class: 'action' }, el('button', { type: 'button', class: each.grave ? 'do grave' : 'do', disabled: off,
    'data-key': `do ${each.line}`, 'data-call': each.path, title: off ? 'needs the role operator: sign in at the top' : each.line,
    click: () => confirm(each) }, each.name), command(each.line));
}

// ---- what can be done

/** The calls that fit the state of a node. */
export function nodeActions(one) {
  const has = (flag) => one.flags.includes(flag);
  if (has('disconnected')) return [];
  const all = [has('disabled') ? nodeAction('enable', one) : nodeAction('disable', one)];
  all.push(has('stopped') ? nodeAction('continue', one) : nodeAction('stop', one));
  all.push(has('banned') ? nodeAction('unban', one) : nodeAction('ban', one));
  return all;
}

const NAMES = { enable: 'Enable', disable: 'Disable', stop: 'Stop', continue: 'Continue', ban: 'Ban', unban: 'Unban' };
const TAKES_REASON = ['disable', 'stop', 'ban'];

export function nodeAction(verb, one) {
  const leaves = TAKES_REASON.includes(verb);
  return { name: NAMES[verb], about: one.name, line: `baton node ${verb} ${one.name}`, path: `api/v1/nodes/${encodeURIComponent(one.name)}/${verb}`, reason: leaves,
    grave: leaves && (verb !== 'disable' || isLast(one)), typed: one.name, plan: () => (leaves ? leaving(node(one.name) ?? one) : returning(verb, one)) };
}

const able = (one) => one.state === 'OK' || one.state === 'PARTIALLY ONLINE';

const isLast = (one) => able(one) && state.view.nodes.filter(able).length === 1;

/** The addresses that go, and who may take each. */
function leaving(one) {
  const lines = one.holds.map((ip) => {
    const others = (address(ip)?.available_on ?? []).filter((name) => name !== one.name && able(node(name) ?? { state: '' }));
    return others.length > 0 ? `${ip} goes to ${others.join(' or ')}` : `${ip} is served by NOBODY then`;
  });
  if (isLast(one)) lines.unshift(`${one.name} is the last node that may serve: no address will be served`);
  return lines.length > 0 ? lines : [`${one.name} serves no address: none moves`];
}

const returning = (verb, one) => [verb === 'continue' ? `${one.name} takes part again` : `${one.name} may serve again`,
  'addresses may move to it for balance, unless failback is off'];

export function moveActions(each) {
  const from = each.node || 'nobody';
  return each.available_on.filter((name) => name !== each.node).map((name) => ({ name: `Move to ${name}`, about: each.ip, line: `baton ip move ${each.ip} ${name}`,
    path: `api/v1/addresses/${encodeURIComponent(each.ip)}/move`, body: { node: name }, grave: false,
    plan: () => [`${each.ip} goes from ${from} to ${name}`, 'clients of it reconnect once'] }));
}

export const jobAction = (job) => ({ name: 'Cancel', about: `job ${job.id}`, line: `baton job cancel ${job.id}`, path: `api/v1/jobs/${encodeURIComponent(job.id)}/cancel`,
  grave: true, typed: job.id, asksPlan: true, plan: () => ['what the job has done so far is undone'] });

export function scriptAction(script, isOn, where) {
  const verb = isOn ? 'disable' : 'enable';
  return { name: isOn ? 'Disable' : 'Enable', about: script, line: `baton script ${verb} ${script}`, path: `api/v1/scripts/${encodeURIComponent(script)}/${verb}`, grave: false,
    plan: () => [`${script} is ${verb}d on ${where}, from the next event on`] };
}

// ---- asking

let asked = null;

/** Asks; who means a grave one types what it is about. */
async function confirm(each) {
  asked = each;
  const reason = el('input', { id: 'ask-reason', autocomplete: 'off', maxlength: '200', input: redraw });
  const typed = el('input', { id: 'ask-typed', autocomplete: 'off', spellcheck: 'false', input: redraw });
  at('ask-title').textContent = `${each.name}: ${each.about}?`;
  at('ask-body').replaceChildren(
    el('h3', {}, 'What it does'), el('ul', { id: 'ask-plan' }, each.plan().map((line) => el('li', {}, line))),
    el('p', {}, el('label', {}, 'Reason ', reason)),
    ...(each.grave ? [el('p', {}, el('label', {}, `This can end service. Type ${each.typed} to go on: `, typed))] : []),
    el('h3', {}, 'The command'), el('p', {}, el('code', { id: 'ask-line' }, each.line)), el('div', { id: 'ask-result', role: 'status' }));
  at('ask-go').hidden = false;
  at('ask-go').textContent = each.name;
  at('ask-no').textContent = 'Not now';
  redraw();
  at('ask').showModal();
  reason.focus();
  if (each.asksPlan) await planned(each);
}

/** The plan of the command itself, where it has one. */
async function planned(each) {
  const answer = await call(each.path, { ...each.body, plan: true });
  if (asked !== each) return;
  const lines = answer.problem ? [answer.problem] : flat(answer.output);
  at('ask-plan').replaceChildren(...lines.map((line) => el('li', {}, line)));
}

const flat = (value) => (typeof value === 'string' ? value.split('\n')
  : Object.entries(value).filter(([key]) => key !== 'apiVersion' && key !== 'kind').map(([key, each]) => `${key}: ${typeof each === 'object' ? JSON.stringify(each) : each}`));

function given() {
  const reason = at('ask-reason').value.trim();
  return { ...asked.body, ...(reason ? { reason } : {}) };
}

function redraw() {
  const { reason } = given();
  at('ask-line').textContent = asked.line + (asked.reason && reason ? ` --reason=${quoted(`${session.name}: ${reason}`)}` : '');
  at('ask-go').disabled = asked.grave && at('ask-typed').value.trim() !== asked.typed;
}

async function go() {
  const each = asked;
  at('ask-go').disabled = true;
  at('ask-result').replaceChildren(el('p', { class: 'dim' }, 'it runs …'));
  const answer = await call(each.path, given()).catch((lost) => ({ ok: false, problem: `${lost.message}; whether it ran is not known, look at the history` }));
  const line = answer.command || each.line;
  if (answer.ok && !answer.problem) {
    at('ask').close();
    tell(`done: ${line}`, 'good');
  } else {
    at('ask-result').replaceChildren(problem(answer.problem), el('p', {}, el('code', {}, line)));
    at('ask-no').textContent = 'Close';
    at('ask-go').hidden = true;
    tell(`refused: ${answer.problem}`, 'bad');
  }
}

// ---- who one is

export function drawSession() {
  at('who').textContent = mayOperate() ? `${session.name} (${session.role})` : session.name ? `${session.name} (reads only)` : 'Sign in';
}

function askToken() {
  at('token-problem').textContent = session.problem;
  at('token-out').hidden = session.name === '';
  at('token').value = '';
  at('sign').showModal();
}

async function enter(draw) {
  await signIn(at('token').value);
  at('token').value = '';
  drawSession();
  draw();
  if (session.problem) at('token-problem').textContent = session.problem;
  else {
    at('sign').close();
    tell(session.name ? `signed in as ${session.name}, ${session.role}` : 'signed out', 'good');
  }
}

/** Once, when the page begins. */
export function prepare(draw) {
  at('ask-go').addEventListener('click', go);
  at('ask-no').addEventListener('click', () => at('ask').close());
  at('ask').addEventListener('close', () => { asked = null; });
  at('ask-form').addEventListener('submit', (event) => { event.preventDefault(); if (!at('ask-go').disabled && !at('ask-go').hidden) go(); });
  at('who').addEventListener('click', askToken);
  at('sign-form').addEventListener('submit', (event) => { event.preventDefault(); enter(draw); });
  at('sign-no').addEventListener('click', () => at('sign').close());
  at('token-out').addEventListener('click', () => { signOut(); at('sign').close(); drawSession(); draw(); tell('signed out'); });
  drawSession();
}
