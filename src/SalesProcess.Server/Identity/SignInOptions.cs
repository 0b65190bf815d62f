namespace SalesProcess.Server.Identity;

/// <summary>Section <c>Authentication</c> of the configuration.</summary>
internal sealed class SignInOptions
{
    /// <summary>The OpenID Connect provider whose tokens are accepted. Without one, Development has tokens of its own.</summary>
    public string? Authority { get; set; }

    /// <summary>What the tokens must be made out to.</summary>
    public string Audience { get; set; } = "salesprocess";

    /// <summary>The claim that names groups besides those of directory.json.</summary>
    public string RolesClaim { get; set; } = "roles";
}
