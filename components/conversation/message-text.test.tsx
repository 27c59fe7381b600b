import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MessageText } from './message-text';

test('markup in a message is shown as text', () => {
  const html = renderToStaticMarkup(<MessageText text={'<img src=x onerror="alert(1)"> & co'} />);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; co');
});

test('a quote can not end the address of a link', () => {
  const html = renderToStaticMarkup(<MessageText text={'https://example.com/"onmouseover="alert(1)'} />);
  expect(html).toContain('href="https://example.com/"');
  expect(html).not.toContain('onmouseover="');
});

test('a link opens in a new tab that knows nothing of this one', () => {
  const html = renderToStaticMarkup(<MessageText text="https://example.com" />);
  expect(html).toContain('target="_blank"');
  expect(html).toContain('rel="noopener noreferrer nofollow ugc"');
});
