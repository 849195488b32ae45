output "user_data" {
  description = "cloud-init user data. Holds the secrets."
  value       = "#cloud-config\n${yamlencode(local.config)}"
  sensitive   = true
}
