/** A request that is answered with `{ "error": message }`. */
export class UpstashError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'UpstashError';
    this.status = status;
  }
}
