# What hosts and control planes have in common: a machine that unpacks archives, gets files and credentials, and runs
# systemd units from this tree. Renders cloud-init user data and makes nothing.

terraform {
  required_version = ">= 1.3"
}

locals {
  deploy = "${path.module}/../../../deploy"

  fetch = {
    path        = "/usr/local/sbin/skiff-fetch"
    permissions = "0755"
    content     = file("${path.module}/skiff-fetch.sh")
  }

  units = [for name in keys(var.services) : {
    path        = "/etc/systemd/system/${name}.service"
    permissions = "0644"
    content     = file("${local.deploy}/systemd/${name}.service")
  }]

  # systemd splits $SKIFF_OPTIONS at blanks, which is why no option may hold one.
  environments = [for name, service in var.services : {
    path        = "/etc/skiff/${trimprefix(name, "skiff-")}.env"
    permissions = "0644"
    content     = "SKIFF_OPTIONS=\"${join(" ", service.options)}\"\n"
  }]

  # Read by root and handed to the service alone, whatever user it runs as.
  credentials = flatten([for name, service in var.services : [for credential, secret in service.credentials : {
    path        = "/etc/skiff/credentials/${name}/${credential}"
    permissions = "0600"
    content     = secret
  }]])
  drop_ins = [for name, service in var.services : {
    path        = "/etc/systemd/system/${name}.service.d/credentials.conf"
    permissions = "0644"
    content = join("\n", concat(
      ["[Service]"],
      [for credential in keys(service.credentials) : "LoadCredential=${credential}:/etc/skiff/credentials/${name}/${credential}"],
      [""],
    ))
  } if length(service.credentials) > 0]

  archives = [for archive in var.archives : ["/usr/local/sbin/skiff-fetch", archive.url, archive.sha256, archive.folder]]

  config = {
    package_update = true
    packages       = concat(["ca-certificates", "curl"], var.packages)
    users          = concat(["default"], [for name in var.users : { name = name, system = true, no_create_home = true, shell = "/usr/sbin/nologin" }])
    write_files    = concat([local.fetch], local.units, local.environments, local.credentials, local.drop_ins)
    runcmd = concat(
      # One that fails ends the rest: a service without its program would only restart for ever.
      ["set -e"],
      local.archives,
      var.commands,
      [["systemctl", "daemon-reload"]],
      [concat(["systemctl", "enable", "--now"], [for name in keys(var.services) : "${name}.service"])],
    )
  }
}
