{{/* Name of everything: the release's, with the chart's behind it where it does not say so already. */}}
{{- define "tidepost.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tidepost.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tidepost.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "tidepost.selector" . }}
{{- end -}}

{{/* All nodes vote. */}}
{{- define "tidepost.voters" -}}
{{- $name := include "tidepost.name" . -}}
{{- range $i := until (int .Values.replicas) -}}
{{- if $i }},{{ end }}{{ $i }}@{{ $name }}-{{ $i }}.{{ $name }}-nodes:9093
{{- end -}}
{{- end -}}

{{- define "tidepost.properties" -}}
{{- $copies := min 3 (int .Values.replicas) -}}
{{- $inSync := max 1 (sub $copies 1) -}}
# The same for all nodes; a node's own number and name are added by the stateful set.
process.roles=broker,controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093
controller.quorum.voters={{ include "tidepost.voters" . }}
log.dirs=/var/lib/tidepost/data
default.replication.factor={{ $copies }}
min.insync.replicas={{ $inSync }}
offsets.topic.replication.factor={{ $copies }}
transaction.state.log.replication.factor={{ $copies }}
transaction.state.log.min.isr={{ $inSync }}
share.coordinator.state.topic.replication.factor={{ $copies }}
share.coordinator.state.topic.min.isr={{ $inSync }}
tidepost.http.listeners=http://0.0.0.0:8080
tidepost.registry.listeners=http://0.0.0.0:8081
tidepost.log.format=json
{{- end -}}

{{/* The chart's options without those that the values set, then these. */}}
{{- define "tidepost.config" -}}
{{- $set := .Values.config -}}
{{- range $line := splitList "\n" (include "tidepost.properties" .) -}}
{{- if not (hasKey $set (first (splitList "=" $line))) }}
{{ $line }}
{{- end -}}
{{- end -}}
{{- range $name, $value := $set }}
{{ $name }}={{ if kindIs "float64" $value }}{{ $value | int64 }}{{ else }}{{ $value }}{{ end }}
{{- end -}}
{{- end -}}
