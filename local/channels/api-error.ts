/** An answer of the HTTP API other than 200; the message is the plain-text body, as on the hosted service. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
