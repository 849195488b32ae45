# Two control planes and three hosts in two zones. It makes nothing and needs no provider: it prints the user data that
# your cloud's instance resource takes, or that a NoCloud image reads.
#
#   terraform init && terraform apply
#   terraform output -json user_data | jq -r '."host-a1"' > user-data

terraform {
  required_version = ">= 1.3"
}

variable "agent_token" {
  description = "At least 16 characters, for example from `openssl rand -hex 16`."
  type        = string
  sensitive   = true
}

variable "api_token" {
  description = "Likewise."
  type        = string
  sensitive   = true
}

variable "distribution" {
  description = "See terraform/README.md. null: the image has it."
  type        = object({ url = string, sha256 = string })
  default     = null
}

variable "jdk" {
  description = "See terraform/README.md. null: the image has it."
  type        = object({ url = string, sha256 = string })
  default     = null
}

locals {
  kafka = {
    bootstrap_servers = ["kafka-1.internal:9092", "kafka-2.internal:9092", "kafka-3.internal:9092"]
  }

  control_planes = { control-1 = "10.0.0.11", control-2 = "10.0.0.12" }

  hosts = {
    host-a1 = { address = "10.0.1.11", labels = { zone = "a", rack = "r1" } }
    host-a2 = { address = "10.0.1.12", labels = { zone = "a", rack = "r2" } }
    host-b1 = { address = "10.0.2.11", labels = { zone = "b", rack = "r1" } }
  }
}

module "control_plane" {
  source   = "../../modules/control-plane"
  for_each = local.control_planes

  name           = each.key
  address        = each.value
  members        = values(local.control_planes)
  gateway_listen = "${each.value}:7070"
  api_token      = var.api_token
  agent_token    = var.agent_token
  kafka          = local.kafka
  distribution   = var.distribution
  jdk            = var.jdk
}

module "host" {
  source   = "../../modules/host"
  for_each = local.hosts

  host_id      = each.key
  address      = each.value.address
  labels       = each.value.labels
  agent_token  = var.agent_token
  kafka        = local.kafka
  distribution = var.distribution
  jdk          = var.jdk
}

output "user_data" {
  description = "cloud-init user data by machine."
  value = merge(
    { for name, machine in module.control_plane : name => machine.user_data },
    { for name, machine in module.host : name => machine.user_data },
  )
  sensitive = true
}

output "gateways" {
  description = "For a load balancer."
  value       = [for machine in module.control_plane : machine.gateway]
}
