/** What a test file said, in the Test Anything Protocol: how much went well, and each thing that did not. */
export function readTap(output: string[]): { passed: number; problems: string[] } {
  const lines = output.flatMap((text) => text.split('\n'));
  const planned = lines.map((line) => line.match(/^1\.\.(\d+)/)?.[1]).find((count) => count !== undefined);
  const passed = lines.filter((line) => /^ok \d+/.test(line)).length;
  const problems: string[] = [];
  let failure: string[] | null = null;
  for (const line of lines) {
    if (line.startsWith('not ok')) {
      failure = [line];
      problems.push(line);
    } else if (failure && line.startsWith('#')) {
      failure.push(line);
      problems[problems.length - 1] = failure.join('\n  ');
    } else {
      failure = null;
    }
  }
  const ran = passed + problems.length;
  if (planned === undefined) {
    problems.push('it has no plan');
  } else if (Number(planned) !== ran) {
    problems.push(`it planned ${planned} tests but ran ${ran}`);
  }
  return { passed, problems };
}
