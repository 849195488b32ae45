variable "packages" {
  description = "Debian packages beside curl."
  type        = list(string)
  default     = []
}

variable "users" {
  description = "System users to make."
  type        = list(string)
  default     = []
}

variable "archives" {
  description = "Archives (.tar.gz) to unpack, each with the SHA-256 that it must have."
  type        = list(object({ url = string, sha256 = string, folder = string }))
  default     = []

  validation {
    condition     = alltrue([for archive in var.archives : can(regex("^https?://[^[:space:]]+$", archive.url))])
    error_message = "url: expected an address that starts with https:// or http://."
  }
  validation {
    condition     = alltrue([for archive in var.archives : can(regex("^[0-9a-f]{64}$", archive.sha256))])
    error_message = "sha256: expected 64 hexadecimal digits in lower case, as sha256sum prints them."
  }
}

variable "commands" {
  description = "Commands, each a list of words, to run as root after the archives and before the services."
  type        = list(list(string))
  default     = []
}

variable "services" {
  description = "By unit of deploy/systemd: its command line options, and secrets by the name of the file that it finds them in."
  type        = map(object({ options = list(string), credentials = map(string) }))

  validation {
    condition     = alltrue(flatten([for service in values(var.services) : [for option in service.options : can(regex("^[^[:space:]\"'\\\\$%]+$", option))]]))
    error_message = "options: no option may be empty or hold blanks, quotes, backslashes, '$' or '%'."
  }
}
