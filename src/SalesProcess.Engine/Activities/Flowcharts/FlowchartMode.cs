namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>How flowcharts decide when an activity with several inbound connections runs. An instance keeps the mode it was started with.</summary>
public enum FlowchartMode
{
    /// <summary>Counts decided connections and propagates those that are not followed. Elsa's default.</summary>
    Counter,

    /// <summary>A token for each followed connection; what is not followed is not known of.</summary>
    Token,
}

/// <summary>In token mode: what an activity makes of several inbound connections (<c>customProperties.mergeMode</c>).</summary>
internal enum MergeMode
{
    /// <summary>Runs for each token that arrives, unless one of the activities before it is still to come.</summary>
    Stream,

    /// <summary>Runs when every forward inbound connection has brought a token.</summary>
    Merge,

    /// <summary>Runs when every inbound connection has brought a token, those that lead back included.</summary>
    Converge,

    /// <summary>The first token runs it and cancels what else was on its way; later ones are swallowed.</summary>
    Race,

    /// <summary>Runs for each token at once.</summary>
    Cascade,
}
