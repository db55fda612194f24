/**
 * Tags of API Gateway are asked for by their own address, which holds the ARN of what has them. Of what is made with tags AWS
 * has also named it with the beginning of the ARN before it.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/997
 */
export const TAG_ADDRESSES = [
  "arn:{partition}:apigateway:{region}::/tags/*",
  "arn:{partition}:apigateway:{region}::arn:{partition}:apigateway:{region}::/tags/*",
] as const;

/**
 * A right of its own, asked of whoever makes something with tags: of a stage at the list of stages.
 * https://github.com/hashicorp/terraform-provider-aws/issues/20634
 */
export const TAG_RIGHT = "apigateway:TagResource";
