using System.ComponentModel.DataAnnotations;

namespace SalesProcess.Runtime.Http;

/// <summary>Section <c>Http</c> of the configuration: what requests of workflows may do.</summary>
public sealed class HttpOptions
{
    /// <summary>The hosts that requests may go to: <c>api.example.com</c>, <c>*.example.com</c> for everything below it, <c>*</c> for every host. None by default.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Whether requests may go to addresses inside of a network: loopback, private, link-local and other special ones.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long one attempt may take, the body included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is tried again after a failure that may pass (no connection, time-out, 408, 429, 5xx).</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 3;

    /// <summary>The pause before the first repetition; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The largest body that is taken.</summary>
    [Range(1, 100_000_000)]
    public int MaxResponseBytes { get; set; } = 1_000_000;

    /// <summary>The path below which HTTP endpoints of workflows are called.</summary>
    [RegularExpression("^(/[A-Za-z0-9._~-]+)+$", ErrorMessage = "Http:BasePath is a path such as /workflows.")]
    public string BasePath { get; set; } = "/workflows";

    /// <summary>Whether an endpoint without <c>authorize</c> may be called by anybody. Without it every caller must have signed in.</summary>
    public bool AllowAnonymousEndpoints { get; set; } = true;

    /// <summary>How long the caller of an endpoint waits for a response, if the endpoint does not say.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan EndpointTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest request that an endpoint takes, files included.</summary>
    [Range(1, 100_000_000)]
    public int MaxRequestBytes { get; set; } = 1_000_000;

    /// <summary>How many redirects are followed.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 5;
}
