/** An error as the SDK throws it. */
export function awsError(name: string, status: number, message = `${name} it is`): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}
