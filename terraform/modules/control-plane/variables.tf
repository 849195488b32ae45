variable "name" {
  description = "Of the machine: unique in the fleet, the same when it is made anew."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$", var.name))
    error_message = "name: expected 1 to 42 of a-z, 0-9 and '-', starting and ending with a letter or digit."
  }
}

variable "address" {
  description = "Its address on the private network, where other schedulers and gateways reach its scheduler."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9.-]+$", var.address)) || can(regex("^\\[[0-9a-fA-F:]+\\]$", var.address))
    error_message = "address: expected a name, an IPv4 address, or an IPv6 address in brackets."
  }
}

variable "members" {
  description = "The address of every machine of the control plane, this one among them."
  type        = list(string)

  validation {
    condition     = length(var.members) > 0 && length(distinct(var.members)) == length(var.members)
    error_message = "members: expected at least one address, each once."
  }
}

variable "fleet" {
  description = "Only schedulers and gateways of the same fleet find each other."
  type        = string
  default     = "skiff"

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{1,60}$", var.fleet))
    error_message = "fleet: expected 1 to 60 letters, digits, '_', '.' and '-'."
  }
}

variable "gateway_listen" {
  description = "Where the gateway serves plain HTTP: loopback behind a proxy that ends TLS, or a private address with an api_token."
  type        = string
  default     = "127.0.0.1:7070"

  validation {
    condition     = can(regex("^[A-Za-z0-9.:\\[\\]-]+:[0-9]{1,5}$", var.gateway_listen))
    error_message = "gateway_listen: expected such as 127.0.0.1:7070."
  }
}

variable "api_token" {
  description = "What clients of the API must send. null: nothing, which only loopback may do."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.api_token == null ? true : length(trimspace(var.api_token)) >= 16
    error_message = "api_token: expected at least 16 characters."
  }
}

variable "agent_token" {
  description = "What the agents ask gateways for."
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
