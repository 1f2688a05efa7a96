// The little of Markdown that runbooks use, as elements: headings, paragraphs, lists, tables, code, links between runbooks.
import { el } from './page.js';

/** Code, strong words and links of a line. */
function inline(line) {
  return line.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).filter(Boolean).map((part) => {
    if (part.startsWith('`')) return el('code', {}, part.slice(1, -1));
    if (part.startsWith('**')) return el('strong', {}, part.slice(2, -2));
    const [, words, target] = part.match(/^\[([^\]]+)\]\(([^)]+)\)$/) ?? [];
    if (!words) return part;
    const page = target.match(/^(Baton\w+)\.md/);
    return page ? el('a', { href: `#help/${page[1]}` }, words) : words;
  });
}

const cells = (line) => line.split('|').slice(1, -1).map((each) => each.trim());

/** One block: lines without an empty one between. */
function block(lines) {
  const [first] = lines;
  const head = first.match(/^(#{1,4}) (.*)$/);
  if (head) return [el(`h${Math.min(4, head[1].length + 2)}`, {}, inline(head[2])), ...(lines.length > 1 ? block(lines.slice(1)) : [])];
  if (first.startsWith('|')) {
    return [el('table', {}, el('thead', {}, el('tr', {}, cells(first).map((each) => el('th', { scope: 'col' }, inline(each))))),
      el('tbody', {}, lines.slice(2).map((line) => el('tr', {}, cells(line).map((each) => el('td', {}, inline(each)))))))];
  }
  if (/^([-*]|\d+\.) /.test(first)) {
    const items = lines.join('\n').split(/\n(?=(?:[-*]|\d+\.) )/).map((each) => each.replace(/^([-*]|\d+\.) /, '').replace(/\n\s*/g, ' '));
    return [el(/^\d/.test(first) ? 'ol' : 'ul', {}, items.map((each) => el('li', {}, inline(each))))];
  }
  return [el('p', {}, inline(lines.join(' ')))];
}

export function markdown(text) {
  const made = [];
  text.split(/^```.*$/m).forEach((part, index) => {
    if (index % 2 === 1) made.push(el('pre', { tabindex: '0' }, part.trim()));
    else made.push(...part.split(/\n\s*\n/).map((each) => each.split('\n').filter((line) => line.trim() !== '')).filter((lines) => lines.length > 0).flatMap(block));
  });
  return made;
}
