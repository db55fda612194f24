import { awsError } from "../fake-aws/error.ts";

/** Lambda's own errors. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
export const notFound = (message: string): Error => awsError("ResourceNotFoundException", 404, message);
export const conflict = (message: string): Error => awsError("ResourceConflictException", 409, message);
export const invalid = (message: string): Error => awsError("InvalidParameterValueException", 400, message);
export const denied = (message: string): Error => awsError("AccessDeniedException", 403, message);
/** Somebody wrote since that revision was read. */
export const moved = (how: string): Error =>
  awsError(
    "PreconditionFailedException",
    412,
    `The Revision Id provided does not match the latest Revision Id. Call the ${how} API to retrieve the latest Revision Id`,
  );
