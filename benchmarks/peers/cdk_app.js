// The services in the AWS CDK for JavaScript: `node cdk_app.js NODE_MODULES SERVICES ROUTED OUTPUT`. The same constructs as in cdk_app.py.
const [modules, services, routed, output] = process.argv.slice(2);
const library = `${modules}/aws-cdk-lib`;
const cdk = require(library);
const cloudwatch = require(`${library}/aws-cloudwatch`);
const ec2 = require(`${library}/aws-ec2`);
const ecs = require(`${library}/aws-ecs`);
const elbv2 = require(`${library}/aws-elasticloadbalancingv2`);
const iam = require(`${library}/aws-iam`);
const logs = require(`${library}/aws-logs`);

const IMAGE = "public.ecr.aws/nginx/nginx:1.29";
const SERVICES_OF_A_STACK = 20; // a template of CloudFormation holds no more than 500 resources

function addAlarm(stack, name, metric) {
  new cloudwatch.Alarm(stack, name, {
    metric,
    threshold: 10,
    evaluationPeriods: 3,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}

function addService(stack, name, priority, vpc, cluster, listener) {
  const assumedBy = new iam.ServicePrincipal("ecs-tasks.amazonaws.com");
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `${name}-tasks`, {
    family: name,
    cpu: 256,
    memoryLimitMiB: 512,
    executionRole: new iam.Role(stack, `${name}-execution`, { assumedBy }),
    taskRole: new iam.Role(stack, `${name}-task`, { assumedBy }),
  });
  taskDefinition.addContainer(name, {
    image: ecs.ContainerImage.fromRegistry(IMAGE),
    environment: { LOG_LEVEL: "info", NAME: name },
    portMappings: priority ? [{ containerPort: 8080 }] : [],
    logging: ecs.LogDrivers.awsLogs({
      streamPrefix: name,
      logGroup: new logs.LogGroup(stack, `${name}-logs`, { retention: logs.RetentionDays.ONE_YEAR }),
    }),
  });
  const service = new ecs.FargateService(stack, name, {
    cluster,
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    securityGroups: [new ec2.SecurityGroup(stack, `${name}-group`, { vpc, description: `Tasks of ${name}` })],
    circuitBreaker: { rollback: true },
    capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
  });
  const scaling = service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
  scaling.scaleOnCpuUtilization(`${name}-cpu`, { targetUtilizationPercent: 70 });
  scaling.scaleOnMemoryUtilization(`${name}-memory`, { targetUtilizationPercent: 80 });
  addAlarm(stack, `${name}-cpu-alarm`, service.metricCpuUtilization());
  if (!priority) {
    addAlarm(stack, `${name}-memory-alarm`, service.metricMemoryUtilization());
    return;
  }
  const group = new elbv2.ApplicationTargetGroup(stack, `${name}-targets`, {
    vpc,
    port: 8080,
    protocol: elbv2.ApplicationProtocol.HTTP,
    targets: [service],
    deregistrationDelay: cdk.Duration.seconds(30),
    healthCheck: { path: "/", interval: cdk.Duration.seconds(10), timeout: cdk.Duration.seconds(5) },
  });
  new elbv2.ApplicationListenerRule(stack, `${name}-rule`, {
    listener,
    priority,
    conditions: [elbv2.ListenerCondition.hostHeaders([`${name}.example.com`])],
    targetGroups: [group],
  });
  addAlarm(stack, `${name}-5xx-alarm`, group.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT));
}

// The flags that `cdk init` writes to cdk.json: the check of the templates is among them.
const app = new cdk.App({ outdir: output, context: require(`${library}/recommended-feature-flags.json`) });
const env = { account: "123456789012", region: "us-west-2" };
const base = new cdk.Stack(app, "base", { env });
const vpc = new ec2.Vpc(base, "network", { availabilityZones: ["us-west-2a", "us-west-2b"], natGateways: 1 });
const cluster = new ecs.Cluster(base, "cluster", {
  vpc,
  enableFargateCapacityProviders: true,
  containerInsightsV2: ecs.ContainerInsights.ENHANCED,
});
const balancer = new elbv2.ApplicationLoadBalancer(base, "load-balancer", { vpc, internetFacing: true, deletionProtection: true });
const listener = balancer.addListener("http", {
  port: 80,
  protocol: elbv2.ApplicationProtocol.HTTP,
  defaultAction: elbv2.ListenerAction.fixedResponse(404),
});
let stack = base;
for (let number = 0; number < Number(services); number++) {
  const name = `service-${String(number).padStart(3, "0")}`;
  if (number % SERVICES_OF_A_STACK === 0) stack = new cdk.Stack(app, name.replace("service", "services"), { env });
  addService(stack, name, number < Number(routed) ? number + 1 : null, vpc, cluster, listener);
}
app.synth();
