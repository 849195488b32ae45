# One machine of the control plane: a scheduler and a gateway. Two or three of them make it redundant; Kafka and Hazelcast
# membership need nothing else.

terraform {
  required_version = ">= 1.3"
}

locals {
  scheduler_port = 5701
  join           = join(",", [for member in var.members : "${member}:${local.scheduler_port}"])
  # Where systemd puts what LoadCredential= names.
  credentials = "/run/credentials"
  secured     = nonsensitive(var.kafka_security != null)
  guarded     = nonsensitive(var.api_token != null)

  kafka_options = [
    "--kafka", join(",", var.kafka.bootstrap_servers),
    "--topic-prefix", var.kafka.topic_prefix,
    "--cells", tostring(var.kafka.cells),
    "--replication", tostring(var.kafka.replication),
  ]
  # By service, as each has credentials of its own.
  kafka_security = { for service in ["skiff-scheduler", "skiff-gateway"] : service =>
    !local.secured ? [] : ["--kafka-security", "${local.credentials}/${service}.service/kafka.properties"]
  }
  kafka_credentials = !local.secured ? {} : { "kafka.properties" = var.kafka_security }

  scheduler_options = concat(
    ["--id", "scheduler-${var.name}", "--fleet", var.fleet],
    ["--listen", "${var.address}:${local.scheduler_port}", "--join", local.join],
    local.kafka_options,
    local.kafka_security["skiff-scheduler"],
  )

  gateway_options = concat(
    ["--id", "gateway-${var.name}", "--fleet", var.fleet],
    ["--listen", var.gateway_listen, "--join", local.join],
    ["--agent-token-file", "${local.credentials}/skiff-gateway.service/agent.token"],
    !local.guarded ? [] : ["--token-file", "${local.credentials}/skiff-gateway.service/api.token"],
    local.kafka_options,
    local.kafka_security["skiff-gateway"],
  )
}

module "cloud_config" {
  source = "../cloud-config"

  archives = concat(
    var.jdk == null ? [] : [{ url = var.jdk.url, sha256 = var.jdk.sha256, folder = "/opt" }],
    var.distribution == null ? [] : [{ url = var.distribution.url, sha256 = var.distribution.sha256, folder = "/opt/skiff" }],
  )
  services = {
    skiff-scheduler = {
      options     = local.scheduler_options
      credentials = local.kafka_credentials
    }
    skiff-gateway = {
      options = local.gateway_options
      credentials = merge(
        { "agent.token" = var.agent_token },
        !local.guarded ? {} : { "api.token" = var.api_token },
        local.kafka_credentials,
      )
    }
  }
}
