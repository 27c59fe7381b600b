import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium } from '../local/find-chromium.ts';

/** What Lighthouse's performance score is made of, in ms; CLS has no unit. */
interface PageSpeed {
  firstContentfulPaint: number;
  /** At most: nothing that one sees changes after the largest paint. */
  speedIndex: number;
  largestContentfulPaint: number;
  totalBlockingTime: number;
  cumulativeLayoutShift: number;
}

interface Measured {
  speed: PageSpeed;
  score: number;
  /** What axe finds, of the rules that Lighthouse scores accessibility by and of more. */
  violations: string[];
}

/**
 * Lighthouse's mobile settings with throttling by DevTools: a slow 4G line and a processor four times slower.
 * https://github.com/GoogleChrome/lighthouse/blob/main/core/config/constants.js
 */
const slow4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};
const cpuSlowdown = 4;
const phone = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};

/** Where a metric is worth 0.9 and 0.5 on a phone, and its share of the score. */
const curves: Record<keyof PageSpeed, { p10: number; median: number; weight: number }> = {
  firstContentfulPaint: { p10: 1800, median: 3000, weight: 0.1 },
  speedIndex: { p10: 3387, median: 5800, weight: 0.1 },
  largestContentfulPaint: { p10: 2500, median: 4000, weight: 0.25 },
  totalBlockingTime: { p10: 200, median: 600, weight: 0.3 },
  cumulativeLayoutShift: { p10: 0.1, median: 0.25, weight: 0.25 },
};

/** `/messages` for somebody signed in, on a throttled phone with nothing in its cache: the median of some visits. Null without a Chromium. */
export async function measurePageSpeed(appAddress: string, visits = 5): Promise<Measured | null> {
  // By the name that the app knows itself by.
  const app = appAddress.replace('127.0.0.1', 'localhost');
  const browser = await chromium
    .launch({ executablePath: findChromium(() => {}), args: ['--no-sandbox'] })
    .catch(() => null);
  if (browser === null) {
    return null;
  }
  try {
    const context = await browser.newContext({ ...phone, serviceWorkers: 'block' });
    await signIn(context, app);
    // The server's first answers compile what later ones find compiled.
    await (await context.newPage()).goto(`${app}/messages`);
    const all: PageSpeed[] = [];
    for (let visit = 0; visit < visits; visit += 1) {
      all.push(await visitOnce(context, `${app}/messages`));
    }
    const speed = Object.fromEntries(
      Object.keys(curves).map((name) => [name, median(all.map((one) => one[name as keyof PageSpeed]))]),
    ) as unknown as PageSpeed;
    return { speed, score: scoreOf(speed), violations: await findViolations(context, `${app}/messages`) };
  } finally {
    await browser.close();
  }
}

export function printPageSpeed(measured: Measured | null): void {
  console.log(
    '\n/messages on a throttled phone (slow 4G, processor four times slower), as Lighthouse scores it',
  );
  if (measured === null) {
    console.log('  not measured: there is no Chromium');
    return;
  }
  const { speed, score, violations } = measured;
  console.log(`  performance ${Math.round(score * 100)} (aim: at least 90)`);
  console.log(
    `  first contentful paint ${Math.round(speed.firstContentfulPaint)} ms, largest ${Math.round(speed.largestContentfulPaint)} ms`,
  );
  console.log(
    `  total blocking time ${Math.round(speed.totalBlockingTime)} ms, cumulative layout shift ${speed.cumulativeLayoutShift.toFixed(3)}`,
  );
  console.log(`  accessibility: axe finds ${violations.length === 0 ? 'nothing' : violations.join(', ')}`);
}

async function signIn(context: BrowserContext, app: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${app}/sign-in`);
  await page.getByLabel('Email').fill('ana@lendline.test');
  await page.getByLabel('Password').fill('lendline');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.close();
}

async function visitOnce(context: BrowserContext, address: string): Promise<PageSpeed> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', slow4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  await page.addInitScript(observe);
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  const speed = await page.evaluate(read);
  await page.close();
  return speed;
}

async function findViolations(context: BrowserContext, address: string): Promise<string[]> {
  const page: Page = await context.newPage();
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id }) => id);
}

interface Observed {
  paints: Record<string, number>;
  largest: number;
  tasks: { start: number; duration: number }[];
  shifts: { at: number; value: number }[];
}

/** In the page, from its beginning on. */
function observe(): void {
  const seen: Observed = { paints: {}, largest: 0, tasks: [], shifts: [] };
  Object.assign(window, { seen });
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on('paint', ({ name, startTime }) => {
    seen.paints[name] = startTime;
  });
  on('largest-contentful-paint', ({ startTime }) => {
    seen.largest = startTime;
  });
  on('longtask', ({ startTime, duration }) => {
    seen.tasks.push({ start: startTime, duration });
  });
  on('layout-shift', (entry) => {
    seen.shifts.push({ at: entry.startTime, value: (entry as PerformanceEntry & { value: number }).value });
  });
}

/** In the page, when it has come to rest. */
function read(): PageSpeed {
  const { paints, largest, tasks, shifts } = (window as unknown as { seen: Observed }).seen;
  const first = paints['first-contentful-paint'] ?? 0;
  // Of each task that ends after the first paint, what goes beyond 50 ms.
  const blocking = tasks
    .filter(({ start, duration }) => start + duration > first)
    .map(({ start, duration }) => Math.max(0, start + duration - Math.max(start + 50, first)));
  // The worst stretch of shifts less than a second apart, five seconds at most.
  let worst = 0;
  let sum = 0;
  let began = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, value } of shifts) {
    if (at - last > 1000 || at - began > 5000) {
      sum = 0;
      began = at;
    }
    sum += value;
    last = at;
    worst = Math.max(worst, sum);
  }
  return {
    firstContentfulPaint: first,
    speedIndex: Math.max(first, largest),
    largestContentfulPaint: largest,
    totalBlockingTime: blocking.reduce((total, one) => total + one, 0),
    cumulativeLayoutShift: worst,
  };
}

/** From 0 to 1. */
function scoreOf(speed: PageSpeed): number {
  return Object.entries(curves).reduce(
    (score, [name, { p10, median: middle, weight }]) =>
      score + weight * onCurve(speed[name as keyof PageSpeed], p10, middle),
    0,
  );
}

/** Lighthouse's: the share of a log-normal distribution that is worse. */
function onCurve(value: number, p10: number, middle: number): number {
  if (value <= 0) {
    return 1;
  }
  const inverseErfcOfOneFifth = 0.9061938024368232;
  return (1 - erf((Math.log(value / middle) * inverseErfcOfOneFifth) / -Math.log(p10 / middle))) / 2;
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - y * Math.exp(-x * x));
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
