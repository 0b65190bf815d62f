namespace SalesProcess.Engine.Execution;

/// <summary>The definition or its data is at fault: what happened, where. The instance can be retried.</summary>
public sealed record Incident(string ActivityId, string NodeId, string ActivityType, string RecordId, string Message, DateTimeOffset At);
