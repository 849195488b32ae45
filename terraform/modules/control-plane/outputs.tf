output "user_data" {
  description = "cloud-init user data for a Debian 12 machine. Holds the tokens."
  value       = module.cloud_config.user_data
  sensitive   = true

  precondition {
    condition     = contains(var.members, var.address)
    error_message = "members: expected to hold this machine's own address."
  }
  precondition {
    condition     = local.guarded || can(regex("^(127\\.|localhost:|\\[::1\\]:)", var.gateway_listen))
    error_message = "api_token: expected one, because gateway_listen is not loopback."
  }
}

output "scheduler" {
  description = "Where the scheduler listens: for members and gateways on the private network only."
  value       = "${var.address}:${local.scheduler_port}"
}

output "gateway" {
  description = "Where the gateway serves plain HTTP."
  value       = var.gateway_listen
}
