// The agent's HTTP port. The token is kept while the tab lives, and never stands in an address.

const KEPT = 'baton-token';

export const session = { name: '', role: 'viewer', problem: '' };

const token = () => sessionStorage.getItem(KEPT) ?? '';

const heads = () => (token() ? { Authorization: `Bearer ${token()}` } : {});

export const mayOperate = () => session.role === 'operator' || session.role === 'admin';

async function answered(path, options) {
  const answer = await fetch(path, { ...options, headers: { ...heads(), ...options.headers }, cache: 'no-store' });
  const body = await answer.text();
  return { ok: answer.ok, status: answer.status, body };
}

const sentence = (answer, path) => {
  try {
    return JSON.parse(answer.body).problem || `${path}: ${answer.status}`;
  } catch {
    return answer.body.trim() || `${path}: ${answer.status}`;
  }
};

export async function text(path) {
  const answer = await answered(path, {});
  if (!answer.ok) throw new Error(sentence(answer, path));
  return answer.body;
}

export const ask = async (path) => JSON.parse(await text(path));

/** Who the kept token says one is; a token that is not taken is forgotten. */
export async function recognise() {
  Object.assign(session, { name: '', role: 'viewer', problem: '' });
  if (!token()) return;
  const answer = await answered('api/v1/session', {});
  if (answer.ok) {
    const { name, role } = JSON.parse(answer.body);
    Object.assign(session, { name, role });
  } else {
    sessionStorage.removeItem(KEPT);
    session.problem = answer.status === 404 ? 'this agent knows no tokens' : sentence(answer, 'api/v1/session');
  }
}

export async function signIn(words) {
  sessionStorage.setItem(KEPT, words.trim());
  await recognise();
}

export function signOut() {
  sessionStorage.removeItem(KEPT);
  Object.assign(session, { name: '', role: 'viewer', problem: '' });
}

/** One call of an operator; what came of it is returned, also when it was refused. */
export async function call(path, body) {
  const answer = await answered(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  try {
    return { ok: answer.ok, ...JSON.parse(answer.body) };
  } catch {
    return { ok: false, command: '', exit: 1, output: {}, problem: sentence(answer, path) };
  }
}
