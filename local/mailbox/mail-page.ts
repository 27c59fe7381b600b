import type { Mail } from './start-mailbox.ts';

/** The mailbox for a person's eyes: no script, and nothing of a mail's own HTML. */
export function renderMailPage(mails: readonly Mail[]): string {
  const items = mails.map(
    (mail) => `<article>
<h2>${escapeHtml(mail.subject || '(no subject)')}</h2>
<p>${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))}, <time>${escapeHtml(mail.receivedAt)}</time></p>
<pre>${withLinks(escapeHtml(mail.text || (mail.html ?? '')))}</pre>
<details><summary>Source</summary><pre>${escapeHtml(mail.source)}</pre></details>
</article>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>
<style>body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}article{border-top:1px solid;padding:1rem 0}</style>
</head><body><main><h1>Mailbox</h1>
${items.join('\n') || '<p>No mail yet.</p>'}
</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Takes escaped text, in which nothing can end the attribute. */
function withLinks(escaped: string): string {
  return escaped.replace(
    /https?:\/\/[^\s<>]+?(?=(?:&#(?:34|39|60|62);|[.,)]*(?:\s|$)))/g,
    '<a href="$&">$&</a>',
  );
}
