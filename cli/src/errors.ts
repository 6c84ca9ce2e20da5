/** What the program says when it cannot do what it was asked: one sentence that says what to do. Exit status 1. */
export class CliError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** What was asked cannot be right: nothing was begun. Exit status 2. */
export class BadInputError extends CliError {}
