/** A request this server will not answer, with the status a provider would give. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}
