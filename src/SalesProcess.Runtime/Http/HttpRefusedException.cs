namespace SalesProcess.Runtime.Http;

/// <summary>A request that is not made, or an answer that is not taken. It becomes an incident that can be retried.</summary>
internal sealed class HttpRefusedException(string message) : Exception(message);
