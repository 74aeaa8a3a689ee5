"""Shapes of secrets that issuers give a fixed form, so that the value alone tells.

After the plugins of detect-secrets (https://github.com/Yelp/detect-secrets/tree/master/detect_secrets/plugins) and GitHub's list of patterns
(https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns).
"""

import re
from typing import Final

_SHAPES: Final = (
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",  # AWS
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    r"\bgh[pousr]_[A-Za-z0-9]{36}",  # GitHub
    r"\bgithub_pat_[A-Za-z0-9_]{60,}",
    r"\bgl(?:pat|dt|rt|ptt|soat)-[A-Za-z0-9_-]{20,}",  # GitLab
    r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"\bxapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-z0-9]+",
    r"https://hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20,}",
    r"https://(?:canary\.|ptb\.)?discord(?:app)?\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{50,}",  # Discord
    r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}",  # Stripe
    r"\bwhsec_[A-Za-z0-9+/]{24,}",
    r"\bsk-(?:ant-|proj-|svcacct-|or-v1-)[A-Za-z0-9_-]{20,}",  # Anthropic, OpenAI, OpenRouter
    r"\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
    r"\bAIza[0-9A-Za-z_-]{35}",  # Google
    r"\bya29\.[0-9A-Za-z_-]{20,}",
    r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",  # SendGrid
    r"\b[0-9a-f]{32}-us[0-9]{1,2}\b",  # Mailchimp
    r"\bkey-[0-9a-f]{32}\b",  # Mailgun
    r"\bnpm_[A-Za-z0-9]{36}",
    r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}",
    r"\bhf_[A-Za-z]{34}\b",  # Hugging Face
    r"\bdop_v1_[a-f0-9]{64}",  # DigitalOcean
    r"\bdapi[a-f0-9]{32}\b",  # Databricks
    r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",  # Shopify
    r"\bsq0(?:atp|csp)-[0-9A-Za-z_-]{22,}",  # Square
    r"\bNRAK-[A-Z0-9]{27}",  # New Relic
    r"\bhv[sb]\.[A-Za-z0-9_-]{24,}",  # Vault
    r"\bdp\.(?:pt|st|ct|sa)\.[A-Za-z0-9_.-]{40,}",  # Doppler
    r"\blin_api_[A-Za-z0-9]{40}",  # Linear
    r"\bpscale_(?:tkn|pw)_[A-Za-z0-9_.-]{32,}",  # PlanetScale
    r"\bglsa_[A-Za-z0-9]{32}_[a-f0-9]{8}",  # Grafana
    r"\bAKCp[A-Za-z0-9]{60,}",  # Artifactory
    r"\b[0-9]{8,10}:AA[0-9A-Za-z_-]{33}\b",  # Telegram
    r"\bAGE-SECRET-KEY-1[0-9A-Z]{58}",
    r"\bbot[0-9]{8,10}:AA[0-9A-Za-z_-]{33}\b",
    r"\bSK[0-9a-f]{32}\b",  # Twilio
    r"\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\b",  # Brevo
    r"\bsntry[su]_[A-Za-z0-9+/=_-]{40,}",  # Sentry
    r"\bATATT3[A-Za-z0-9_=-]{60,}",  # Atlassian
    r"\bsk\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}",  # Mapbox
    r"\bABSK[A-Za-z0-9+/]{90,}",  # Amazon Bedrock
    r"\bgsk_[A-Za-z0-9]{40,}",  # Groq
    r"\bxai-[A-Za-z0-9]{60,}",  # xAI
    r"\br8_[A-Za-z0-9]{37}\b",  # Replicate
    r"\bfigd_[A-Za-z0-9_-]{40,}",  # Figma
    r"\bsbp_[a-f0-9]{40}\b",  # Supabase
    r"https://[a-z0-9.-]+\.webhook\.office\.com/webhookb2/[^\s]{40,}",  # Microsoft Teams
    r"https://outlook\.office(?:365)?\.com/webhook/[^\s]{40,}",
    r"https://events\.(?:eu\.)?pagerduty\.com/integration/[a-zA-Z0-9]{20,}",  # PagerDuty
    r"[?&]sig=[A-Za-z0-9%_-]{20,}",  # shared access signatures of Azure
    r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",  # JSON web token
    r"\bAccountKey=[A-Za-z0-9+/=]{40,}",  # Azure
    # Connection strings: the password of a URL, of ADO.NET, of JDBC and of libpq. A placeholder is no password.
    r"(?<=[a-z0-9])://[^\s:/@]{0,256}:(?![${<%*])[^\s:/@]{1,1024}@",
    r"(?i:;\s*(?:password|pwd)\s*=\s*(?![${<%*])[^\s;]+)",
    r"(?i:[?&](?:password|passwd|api_?key|access_token|auth_token|client_secret)=(?![${<%*])[^\s&]+)",
    r"(?i:\bhost=\S{1,256} (?:[^\n]{0,200} )?password=(?![${<%*])\S|\bpassword=(?![${<%*])\S{1,256} (?:[^\n]{0,200} )?host=)",
    r"(?i:\b(?:authorization:\s*)(?:bearer|basic|token)\s+(?![${<%*])[A-Za-z0-9+/_.=-]{8,})",
)
SECRET_SHAPE_PATTERN: Final = re.compile("|".join(_SHAPES))
