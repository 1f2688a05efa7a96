// Storage jobs of all nodes, and calls of this node's storage scripts.
import { el, output, plain, row, seconds, show, table, when, word } from './page.js';
import { ask } from './api.js';
import { action, jobAction } from './actions.js';

const OVER = { done: 'good', failed: 'bad', unknown: 'bad', lost: 'bad', cancelled: 'warn' };

export async function drawStorage() {
  const [jobs, calls] = await Promise.all([ask('api/v1/jobs'), ask('api/v1/calls')]);
  show('jobs', null, table('Storage jobs', ['Job', 'State', 'Action', 'About', 'Taken', 'Why', ''], jobs.jobs.slice().reverse().map((job) => row(job.id, word(job.state, OVER[job.state] ?? 'warn'),
    job.action, (job.volumes ?? []).join(', '), when(job.taken), job.why ?? '', OVER[job.state] || job.ended ? '' : action(jobAction(job)))), 'no jobs'));
  show('calls', null, table('Calls', ['Call', 'Outcome', 'Script', 'About', 'Job', 'Begun', 'Took'], calls.calls.slice().reverse().slice(0, 200).map((call) => row(String(call.call),
    word(plain(call.outcome), call.outcome === 'done' || call.outcome === 'ok' ? 'good' : call.outcome === 'open' ? 'warn' : 'bad'), told(call), call.subject ?? '', call.job ?? '', when(call.begun), seconds(call.took_seconds))), 'no calls'));
}

/** The call as it was made. */
const told = (call) => el('details', {}, el('summary', {}, `${call.provider ?? ''} ${call.action ?? ''}`),
  output([call.program, ...(call.arguments ?? [])].join(' ') + (call.stderr ? `\n${call.stderr}` : '')));
