namespace SalesProcess.Engine.Activities.Control;

/// <summary>How many cases of a switch may match.</summary>
public enum SwitchMode
{
    /// <summary>The first matching case only.</summary>
    MatchFirst,

    /// <summary>Every matching case.</summary>
    MatchAny,
}
