variable "host_id" {
  description = "The host's name: unique in the fleet, the same when the machine is made anew with its disk."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$", var.host_id))
    error_message = "host_id: expected 1 to 63 of a-z, 0-9, '.' and '-', starting and ending with a letter or digit."
  }
}

variable "cell" {
  description = "The cell that the host joins; less than the fleet's number of cells."
  type        = number
  default     = 0

  validation {
    condition     = var.cell >= 0 && floor(var.cell) == var.cell
    error_message = "cell: expected a whole number from 0."
  }
}

variable "address" {
  description = "Name or address under which gateways reach the host. Keep its port closed to everything else."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9.-]+$", var.address)) || can(regex("^\\[[0-9a-fA-F:]+\\]$", var.address))
    error_message = "address: expected a name, an IPv4 address, or an IPv6 address in brackets."
  }
}

variable "port" {
  description = "Port of the agent's HTTP endpoint: logs, exec and images."
  type        = number
  default     = 7071

  validation {
    condition     = var.port >= 1 && var.port <= 65535
    error_message = "port: expected 1 to 65535."
  }
}

variable "labels" {
  description = "For constraints, by name: zone, rack and what else tells hosts apart."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.labels : can(regex("^[A-Za-z0-9_./:-]+$", name)) && can(regex("^[A-Za-z0-9_./:-]+$", value))])
    error_message = "labels: expected names and values of letters, digits, '-', '_', '.', '/' and ':', which are what selectors can name."
  }
}

variable "driver" {
  description = "What runs VMs: auto (the best that works), qemu-kvm or qemu-tcg."
  type        = string
  default     = "qemu-kvm"

  validation {
    condition     = contains(["auto", "qemu-kvm", "qemu-tcg"], var.driver)
    error_message = "driver: expected auto, qemu-kvm or qemu-tcg."
  }
}

variable "capacity" {
  description = "What the host offers to VMs: cpus (31), memory and disk (120GiB), slots (VMs). What is left out follows from the machine: see `skiff agent --help`."
  type        = object({ cpus = optional(string), memory = optional(string), disk = optional(string), slots = optional(number) })
  default     = {}
}

variable "cpu_overcommit_percent" {
  description = "CPUs promised for each hundred there are."
  type        = number
  default     = 100

  validation {
    condition     = var.cpu_overcommit_percent >= 1 && var.cpu_overcommit_percent <= 10000
    error_message = "cpu_overcommit_percent: expected 1 to 10000."
  }
}

variable "agent_token" {
  description = "What gateways must send. The same for all hosts of a fleet."
  type        = string
  sensitive   = true

  validation {
    condition     = length(trimspace(var.agent_token)) >= 16
    error_message = "agent_token: expected at least 16 characters."
  }
}

variable "kafka" {
  description = "Where the fleet's Kafka is, and how the fleet was made there."
  type = object({
    bootstrap_servers = list(string)
    topic_prefix      = optional(string, "skiff")
    cells             = optional(number, 1)
    replication       = optional(number, 3)
  })

  validation {
    condition     = length(var.kafka.bootstrap_servers) > 0 && alltrue([for server in var.kafka.bootstrap_servers : can(regex("^[^[:space:],]+:[0-9]{1,5}$", server))])
    error_message = "bootstrap_servers: expected at least one, each such as kafka-1.internal:9092."
  }
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{0,40}$", var.kafka.topic_prefix))
    error_message = "topic_prefix: expected 1 to 41 of a-z, 0-9, '.', '_' and '-'."
  }
  validation {
    condition     = var.kafka.cells >= 1 && var.kafka.cells <= 10000 && floor(var.kafka.cells) == var.kafka.cells
    error_message = "cells: expected a whole number from 1 to 10000."
  }
  validation {
    condition     = var.kafka.replication >= 1 && floor(var.kafka.replication) == var.kafka.replication
    error_message = "replication: expected a whole number from 1."
  }
}

variable "kafka_security" {
  description = "Java properties for Kafka's clients: security.protocol, sasl.*, ssl.*. null: plain text, for a private network."
  type        = string
  default     = null
  sensitive   = true
}

variable "distribution" {
  description = "What `make build` yields, as a .tar.gz (see terraform/README.md), to be unpacked into /opt/skiff. null: it is there in the image."
  type        = object({ url = string, sha256 = string })
  default     = null
}

variable "jdk" {
  description = "A JDK 25 as a .tar.gz whose only folder has jdk and 25 in its name, to be unpacked into /opt. null: one is there in the image."
  type        = object({ url = string, sha256 = string })
  default     = null
}
