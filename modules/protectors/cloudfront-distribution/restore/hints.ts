/**
 * What helps, by the name and the words of CloudFront's answer: it tries what a distribution names when it is written, with the rights of whoever
 * writes it.
 * @param again how it goes on, at a restore or at an activation
 */
export function hintOf(again: string): (words: string, name: string) => string | undefined {
  return (words, name) => {
    const found = HINTS.find(([said]) => said.test(`${name}: ${words}`));
    return found && `${found[1]}; then ${again}`;
  };
}

const HINTS: readonly (readonly [said: RegExp, hint: string])[] = [
  [
    /CNAMEs? you provided (are|is) already associated|CNAMEAlreadyExists/i,
    "an alternate domain name belongs to another distribution, perhaps of another account: aws cloudfront list-conflicting-aliases tells which; map it to another name, or leave it out of the restore with --skip alias/NAME",
  ],
  [
    /edgelambda|execution role/i,
    "let the role of the function be taken by edgelambda.amazonaws.com and lambda.amazonaws.com",
  ],
  [
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
    /CloudFront logs does not enable ACL/i,
    "have the bucket of its access logs take ACLs (ObjectOwnership: BucketOwnerPreferred), or leave logs out of the restore with --skip logs",
  ],
  [
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cf-api-permissions-ref.html
    /S3 bucket for CloudFront logs|GetBucketAcl/i,
    "allow s3:GetBucketAcl and s3:PutBucketAcl on the bucket of its access logs, and on that alone, to the role that restores, or leave logs out of the restore with --skip logs",
  ],
  [
    /InvalidWebACLId/,
    "see that the web ACL is there, one for CloudFront in us-east-1, and that the role that restores may call wafv2:GetWebACL on it; or map it to another one",
  ],
  [
    /InvalidViewerCertificate/,
    "have a valid certificate in us-east-1, issued, with its whole chain and for its alternate domain names, and map the old one to that",
  ],
  [
    /NoSuchRealtimeLogConfig|real-?time log/i,
    "create the configuration of real-time logs that it names, or map its ARN to one that is there",
  ],
  [
    /key.?value.?store/i,
    "see that the key-value store that a CloudFront function reads is there and ready, or map its ARN to one that is",
  ],
];
