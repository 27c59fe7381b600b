/** What a person would read of a mail. */
export interface ReadableMail {
  subject: string;
  /** As the headers have it, names included. */
  from: string;
  to: string;
  text: string;
  html: string | null;
}

interface Part {
  headers: Map<string, string>;
  body: Buffer;
}

const maxDepth = 5;

/** Takes a mail's source apart (MIME, RFC 2045 to 2047), as far as mailers like nodemailer make use of it. */
export function readMail(source: Buffer): ReadableMail {
  const mail = splitPart(source);
  const header = (name: string) => decodeWords(mail.headers.get(name) ?? '');
  const bodies = { text: null, html: null } as { text: string | null; html: string | null };
  collectBodies(mail, bodies, 0);
  return {
    subject: header('subject'),
    from: header('from'),
    to: header('to'),
    text: bodies.text ?? '',
    html: bodies.html,
  };
}

function collectBodies(part: Part, found: { text: string | null; html: string | null }, depth: number): void {
  const type = part.headers.get('content-type') ?? 'text/plain';
  if (/^attachment/i.test(part.headers.get('content-disposition') ?? '')) return;
  if (/^text\/plain/i.test(type)) found.text ??= decodeBody(part, type);
  else if (/^text\/html/i.test(type)) found.html ??= decodeBody(part, type);
  else if (/^multipart\//i.test(type) && depth < maxDepth) {
    const boundary = parameter(type, 'boundary');
    if (boundary)
      for (const inner of splitMultipart(part.body, boundary)) collectBodies(inner, found, depth + 1);
  }
}

/** Headers by lower-case name, unfolded; the first of each name. */
function splitPart(source: Buffer): Part {
  const end = source.indexOf('\r\n\r\n');
  const head = source.subarray(0, end < 0 ? source.length : end).toString('utf8');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : source.subarray(end + 4) };
}

function splitMultipart(body: Buffer, boundary: string): Part[] {
  const sections = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  return sections
    .slice(1)
    .filter((section) => !section.startsWith('--'))
    .map((section) => splitPart(Buffer.from(section.slice(section.indexOf('\r\n') + 2), 'latin1')));
}

function decodeBody(part: Part, type: string): string {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '').toLowerCase();
  const text = decodeCharset(decodeTransfer(part.body, encoding), parameter(type, 'charset') ?? 'utf-8');
  return text.replaceAll('\r\n', '\n').trimEnd();
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  return decodeQuoted(body.toString('latin1').replace(/[ \t]*=\r\n/g, (end) => end.slice(0, -3)));
}

function decodeQuoted(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** `=?utf-8?B?4KSo?=` in headers; white space between two such words is not part of the text. */
function decodeWords(header: string): string {
  const word = /=\?([^?\s]+)\?([BQ])\?([^?]*)\?=/gi;
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(word, (_, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : decodeQuoted(text.replaceAll('_', ' '));
      return decodeCharset(bytes, charset);
    });
}

function decodeCharset(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(header);
  return match?.[1] ?? match?.[2];
}
