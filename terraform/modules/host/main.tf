# One host: QEMU, the guest's kernel and the agent.

terraform {
  required_version = ">= 1.3"
}

locals {
  # Where systemd puts what LoadCredential= names.
  credentials = "/run/credentials/skiff-agent.service"
  secured     = nonsensitive(var.kafka_security != null)

  kafka_options = concat(
    [
      "--kafka", join(",", var.kafka.bootstrap_servers),
      "--topic-prefix", var.kafka.topic_prefix,
      "--cells", tostring(var.kafka.cells),
      "--replication", tostring(var.kafka.replication),
    ],
    !local.secured ? [] : ["--kafka-security", "${local.credentials}/kafka.properties"],
  )

  options = concat(
    ["--id", var.host_id, "--cell", tostring(var.cell)],
    local.kafka_options,
    [
      "--driver", var.driver,
      "--cpu-overcommit", tostring(var.cpu_overcommit_percent),
      "--listen", "0.0.0.0:${var.port}",
      "--advertise", "http://${var.address}:${var.port}",
      "--token-file", "${local.credentials}/agent.token",
    ],
    flatten([for name, value in var.capacity : ["--host-${name}", tostring(value)] if value != null]),
    flatten([for name, value in var.labels : ["--label", "${name}=${value}"]]),
  )
}

module "cloud_config" {
  source = "../cloud-config"

  packages = ["busybox-static", "lz4", "qemu-system-x86", "squashfs-tools-ng", "xz-utils"]
  users    = ["skiff"]
  archives = concat(
    var.jdk == null ? [] : [{ url = var.jdk.url, sha256 = var.jdk.sha256, folder = "/opt" }],
    var.distribution == null ? [] : [{ url = var.distribution.url, sha256 = var.distribution.sha256, folder = "/opt/skiff" }],
  )
  # Unpacks Debian's cloud kernel for the guests; the host's own stays as it is.
  commands = [["/opt/skiff/deploy/guest/fetch-kernel.sh", "/var/lib/skiff/guest"]]
  services = {
    skiff-agent = {
      options = local.options
      credentials = merge(
        { "agent.token" = var.agent_token },
        !local.secured ? {} : { "kafka.properties" = var.kafka_security },
      )
    }
  }
}
