import { OpenLedgerError } from '@openledger/sdk'

/** What the program says when it cannot do what it was asked: one sentence that says what to do. Exit status 1. */
export class CliError extends OpenLedgerError {}

/** What was asked cannot be right: nothing was begun. Exit status 2. */
export class BadInputError extends CliError {}
