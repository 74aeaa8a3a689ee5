"""Settings of the tests of this directory."""

import warnings

import pulumi_aws
import pulumi_awsx

# The SDKs import their modules when they are first used, and these two warn of deprecated parts of their own.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    assert pulumi_aws.ec2.Vpc
    assert pulumi_awsx.ec2.Vpc
