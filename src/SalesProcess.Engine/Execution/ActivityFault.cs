namespace SalesProcess.Engine.Execution;

/// <summary>The definition or its data is at fault. The interpreter turns it into an <see cref="Incident"/>; anything else that is thrown is our own bug.</summary>
public sealed class ActivityFault : Exception
{
    public ActivityFault(string message)
        : base(message)
    {
    }

    public ActivityFault(string message, Exception inner)
        : base(message, inner)
    {
    }
}
