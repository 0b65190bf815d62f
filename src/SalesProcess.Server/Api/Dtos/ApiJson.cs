using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesProcess.Server.Api;

/// <summary>How answers are written, prepared at build time.</summary>
[JsonSerializable(typeof(TaskDetail))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(CommentDto))]
[JsonSerializable(typeof(CommentPage))]
[JsonSerializable(typeof(DraftDto))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(TaskInvalidationDto))]
[JsonSerializable(typeof(TaskSearchPage))]
[JsonSerializable(typeof(TaskCountDto))]
[JsonSerializable(typeof(SearchTasksDto))]
[JsonSerializable(typeof(CountTasksDto))]
[JsonSerializable(typeof(DueDto))]
[JsonSerializable(typeof(CompletedDto))]
[JsonSerializable(typeof(CompleteTaskDto))]
[JsonSerializable(typeof(DelegateTaskDto))]
[JsonSerializable(typeof(ForwardTaskDto))]
[JsonSerializable(typeof(SuspendTaskDto))]
[JsonSerializable(typeof(AssignTaskDto))]
[JsonSerializable(typeof(SkipTaskDto))]
[JsonSerializable(typeof(ChangeTaskDto))]
[JsonSerializable(typeof(InstanceDetail))]
[JsonSerializable(typeof(InstancePage))]
[JsonSerializable(typeof(JournalPage))]
[JsonSerializable(typeof(VariablesDto))]
[JsonSerializable(typeof(ReplayDto))]
[JsonSerializable(typeof(StartInstanceDto))]
[JsonSerializable(typeof(CancelInstanceDto))]
[JsonSerializable(typeof(PublishEventDto))]
[JsonSerializable(typeof(PublishGlobalEventDto))]
[JsonSerializable(typeof(DefinitionDetail))]
[JsonSerializable(typeof(DefinitionPage))]
[JsonSerializable(typeof(DiagnosticsDto))]
[JsonSerializable(typeof(DocumentDto))]
[JsonSerializable(typeof(NewApiKeyDto))]
[JsonSerializable(typeof(ApiKeyPage))]
[JsonSerializable(typeof(ElsaTaskList))]
[JsonSerializable(typeof(ElsaTaskDetail))]
[JsonSerializable(typeof(ElsaFeatures))]
[JsonSerializable(typeof(ElsaTaskCapabilities))]
[JsonSerializable(typeof(ElsaEvents))]
[JsonSerializable(typeof(ElsaParticipants))]
[JsonSerializable(typeof(ElsaOperation))]
[JsonSerializable(typeof(CreateApiKeyDto))]
[JsonSerializable(typeof(ProblemDto))]
[JsonSerializable(typeof(TokenDto))]
[JsonSerializable(typeof(HealthDto))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static readonly ApiJson Shared = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
