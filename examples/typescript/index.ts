// A web service of two to six tasks behind a load balancer, with canary deployments, alarms and a dashboard.
//
//   npm install
//   pulumi package add ../../components      makes the SDK; in a project of your own: pulumi package add <repository>/components@vX
//   pulumi stack init dev
//   pulumi config set aws:region us-west-2
//   pulumi config set image 123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2
//   pulumi up
//
// The name of the SDK's package begins with the owner of the repository that it was added from; from a folder it is this one.
import * as fargateWeb from "@pulumi/fargate-web";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const tags = { Project: pulumi.getProject(), Stack: pulumi.getStack() };

const network = new fargateWeb.Network("network", { availabilityZones: 2, natGateways: "single", tags });
const cluster = new fargateWeb.Cluster("cluster", { containerInsights: "enabled", tags });
const loadBalancer = new fargateWeb.LoadBalancer("load-balancer", {
    deletionProtection: false,
    accessLogs: { enabled: false },
    network: { vpcId: network.vpcId, publicSubnetIds: network.publicSubnetIds },
    tags,
});

const limits = { minCapacity: 2, maxCapacity: 6, cpu: { target: 70 } };
const web = new fargateWeb.Service("web", {
    image: config.require("image"),
    port: 3000,
    environment: { LOG_LEVEL: "info" },
    healthCheck: { path: "/health" },
    route: { priority: 100 },
    deployment: { strategy: "canary", canary: { percent: 10, bakeTimeInMinutes: 5 } },
    scaling: limits,
    network: { vpcId: network.vpcId, privateSubnetIds: network.privateSubnetIds },
    cluster: { arn: cluster.arn, name: cluster.name },
    loadBalancer: {
        listenerArn: loadBalancer.listenerArn,
        securityGroupId: loadBalancer.securityGroupId,
        arnSuffix: loadBalancer.arnSuffix,
    },
    tags,
});

new fargateWeb.Scaling("web", {
    ...limits,
    service: { serviceName: web.serviceName, clusterName: web.clusterName },
    tags,
});
new fargateWeb.Monitoring("monitoring", {
    email: ["team@example.com"],
    alarms: { latencyP99: 1.5, rejectedConnections: false },
    services: {
        web: {
            serviceName: web.serviceName,
            clusterName: web.clusterName,
            loadBalancerArnSuffix: loadBalancer.arnSuffix,
            targetGroupArnSuffixes: web.targetGroupArnSuffixes,
            fewestTasks: limits.minCapacity,
        },
    },
    loadBalancer: { arnSuffix: loadBalancer.arnSuffix },
    tags,
});

export const url = loadBalancer.url;
