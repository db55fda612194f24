import { describe, expect, test } from "vitest";
import { knownCause, remedyOf } from "../../modules/core/causes.ts";
import { type FailedCall, noteFailedCall } from "../../modules/core/failed-call.ts";
import { Redactor } from "../../modules/core/redactor.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { invalid } from "../support/fake-lambda/errors.ts";

const GET: FailedCall = {
  service: "s3",
  operation: "GetObject",
  region: "eu-west-1",
  resource: "s3://bucket/points/x.json",
};
const COPY =
  "list, history, verify and restore can read a copy: --from REGION; a restore goes elsewhere: --to REGION";
const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0b1c2d3e-0000-4000-8000-000000000001";
const denied = (text: string): Error => awsError("AccessDenied", 403, text);
const ANN = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform:";

describe("a cause is named, with a way out that mends it:", () => {
  test.each<[string, Error, string, string]>([
    [
      "a clock that is wrong, of S3",
      awsError(
        "RequestTimeTooSkewed",
        403,
        "The difference between the request time and the current time is too large.",
      ),
      "the clock of this machine is wrong",
      "set it: AWS refuses requests that are more than 15 minutes off",
    ],
    [
      "and of other services",
      awsError(
        "InvalidSignatureException",
        403,
        "Signature expired: 20261123T080000Z is now earlier than 20261123T090000Z",
      ),
      "the clock of this machine is wrong",
      "set it: AWS refuses requests that are more than 5 minutes off",
    ],
    [
      "a signature that is wrong in itself",
      awsError("SignatureDoesNotMatch", 403, "The request signature we calculated does not match"),
      "AWS refuses these credentials",
      "log in again, for example: aws sso login; then look at: aws sts get-caller-identity",
    ],
    [
      "an archived object",
      awsError("InvalidObjectState", 403, "The operation is not valid for the object's storage class"),
      "it is archived",
      `aws s3api restore-object --region eu-west-1 --bucket bucket --key points/x.json --restore-request Days=7; hours later, run it again. ${COPY}`,
    ],
    [
      "a disabled key, as S3 says it",
      awsError("KMS.DisabledException", 400, `${KEY} is disabled.`),
      "its key is disabled",
      `aws kms enable-key --region eu-west-1 --key-id ${KEY}; ${COPY}`,
    ],
    [
      "a disabled key, as KMS says it",
      awsError("DisabledException", 400, `${KEY} is disabled.`),
      "its key is disabled",
      `aws kms enable-key --region eu-west-1 --key-id ${KEY}; ${COPY}`,
    ],
    [
      "a key that is about to go",
      awsError("KMS.KMSInvalidStateException", 400, `${KEY} is pending deletion.`),
      "its key is about to be deleted",
      `aws kms cancel-key-deletion --region eu-west-1 --key-id ${KEY}, then aws kms enable-key --region eu-west-1 --key-id ${KEY}; ${COPY}`,
    ],
    [
      "a key in another state",
      awsError("KMSInvalidStateException", 400, `${KEY} is pending import.`),
      "its key cannot be used",
      `look at: aws kms describe-key --region eu-west-1 --key-id ${KEY}; ${COPY}`,
    ],
    [
      "a key that may not be used",
      denied(
        `${ANN} kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`,
      ),
      "its key does not allow it",
      `grant kms:Decrypt on ${KEY}, both to who asks and in the policy of the key`,
    ],
    [
      "no policy that allows it",
      denied(
        `${ANN} s3:GetObject on resource: "arn:x" because no identity-based policy allows the s3:GetObject action`,
      ),
      "not allowed",
      "grant s3:GetObject on s3://bucket/points/x.json",
    ],
    [
      "a policy that denies it",
      denied(`${ANN} s3:GetObject on resource: "arn:x" with an explicit deny in a resource-based policy`),
      "a policy denies it",
      "the resource-based policy denies s3:GetObject, and no grant outweighs that: change it, or ask as somebody whom it does not name",
    ],
    [
      "the organization",
      denied(`${ANN} s3:GetObject on resource: "arn:x" with an explicit deny in a service control policy`),
      "the organization does not allow it",
      "a service control policy decides: ask who manages the organization to allow s3:GetObject",
    ],
    [
      "the organization, silent about it",
      denied(
        `${ANN} s3:GetObject on resource: "arn:x" because no service control policy allows the s3:GetObject action`,
      ),
      "the organization does not allow it",
      "a service control policy decides: ask who manages the organization to allow s3:GetObject",
    ],
    [
      "a boundary",
      denied(
        `${ANN} s3:GetObject on resource: "arn:x" because no permissions boundary allows the s3:GetObject action`,
      ),
      "not allowed",
      "allow s3:GetObject in the permissions boundary too: a grant alone is not enough",
    ],
    [
      "a queue that shows a message again while the function is at it",
      invalid("Queue visibility timeout: 30 seconds is less than Function timeout: 120 seconds"),
      "its queue shows a message again too soon",
      "raise the queue's visibility timeout to 120 seconds or more (AWS advises six times that): " +
        "aws sqs set-queue-attributes --queue-url URL --attributes VisibilityTimeout=720",
    ],
    [
      "a role that may not read a queue",
      invalid("The function execution role does not have permissions to call ReceiveMessage on SQS"),
      "the function may not read its queue",
      "allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on the queue to the function's execution role",
    ],
    [
      "or a stream",
      invalid(
        "Cannot access stream arn:aws:kinesis:eu-west-1:111111111111:stream/s. Please ensure the role can perform the " +
          "GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.",
      ),
      "the function may not read its stream",
      "allow GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams on the stream to the function's execution role",
    ],
    [
      "a lock",
      denied("Access Denied because object protected by object lock."),
      "it is locked",
      "nothing that Object Lock keeps can be changed before its time ends",
    ],
    [
      "a certificate that nobody trusts",
      Object.assign(new Error("self-signed certificate in certificate chain"), {
        code: "SELF_SIGNED_CERT_IN_CHAIN",
      }),
      "the certificate of the host that answers is not trusted",
      "if a proxy reads TLS, name its certificate: NODE_EXTRA_CA_CERTS=FILE; otherwise look at the clock, and at which host answers",
    ],
  ])("%s", (_what, error, what, hint) => {
    const cause = knownCause(error);
    expect({ what: cause?.what, hint: cause?.hint(GET, error.message, undefined) }).toEqual({ what, hint });
  });
});

test("the way out has AWS's own numbers and names, also where they are a value's that the text hides", () => {
  const error = invalid("Queue visibility timeout: 30 seconds is less than Function timeout: 900 seconds");
  noteFailedCall(error, { service: "lambda", operation: "CreateEventSourceMapping", region: "eu-west-1" });
  const redactor = new Redactor();
  redactor.learn(["900", "Function timeout"]);
  redactor.clean(error);
  expect(error.message).not.toContain("900");
  expect(remedyOf(error)).toContain("raise the queue's visibility timeout to 900 seconds or more");
});
