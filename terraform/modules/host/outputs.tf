output "user_data" {
  description = "cloud-init user data for a Debian 12 machine (amd64) with /dev/kvm. Holds the agent's token."
  value       = module.cloud_config.user_data
  sensitive   = true

  precondition {
    condition     = var.cell < var.kafka.cells
    error_message = "cell: expected less than the fleet's number of cells (kafka.cells)."
  }
}

output "host_id" {
  description = "As given; for `skiff host show`."
  value       = var.host_id
}

output "endpoint" {
  description = "Where gateways must reach the agent."
  value       = "http://${var.address}:${var.port}"
}
