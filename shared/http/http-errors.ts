import { ConflictError, DeniedError, InvalidError } from '../errors.ts';

/** Nobody knows who asks: no credential, more than one, or one that is not accepted. Answered with 401. */
export class UnauthenticatedError extends DeniedError {}

/** `If-Match` names a version that is not the present one. Answered with 412. */
export class PreconditionError extends ConflictError {}

/** The body is larger than this route takes. Answered with 413. */
export class TooLargeError extends InvalidError {}

/** The body has a content type or an encoding that this route does not take. Answered with 415. */
export class MediaTypeError extends InvalidError {}
